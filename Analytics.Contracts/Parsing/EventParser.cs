using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// Parses the JSON of one schema version straight into columns and validates it on the way: no object per event, no tree.
/// Defined outcomes where JSON leaves room:
/// <list type="bullet">
/// <item>a declared property that occurs twice is <c>malformed_json</c>, since engines disagree on which one counts;</item>
/// <item>an integer column takes <c>1.0</c> and <c>1e2</c>; an integer of more than 64 bits is a <c>schema_violation</c>, so is a number beyond a double;</item>
/// <item>invalid UTF-8, unpaired surrogates, raw control characters, nesting beyond 64, text after the value are <c>malformed_json</c>;</item>
/// <item>an escaped NUL is kept as it is; objects, arrays and values of mixed type are kept as the JSON text that came;</item>
/// <item>formats <c>date-time</c> and <c>uuid</c> are asserted, other formats are annotations; lengths count code points.</item>
/// </list>
/// Not thread-safe: use <see cref="Fork"/> for each thread.
/// The methods that every record runs through are optimised at once: in a run of seconds, waiting for them to turn out hot costs more than compiling them.
/// </summary>
public sealed class EventParser
{
    private readonly EventSchema _schema;
    private readonly string? _idColumn;
    private readonly string? _timeColumn;
    private readonly ObjectRules _root;
    private readonly FullValidator? _fullValidator;
    private readonly RuleChecker _checker = new();
    private readonly StringStops _stops = new();
    private readonly int _id;
    private readonly int _time;
    private ColumnBatch? _batch;

    private EventParser(EventSchema schema, IReadOnlyList<ColumnDefinition> columns, string? idColumn, string? timeColumn)
    {
        _schema = schema;
        _idColumn = idColumn;
        _timeColumn = timeColumn;
        Columns = columns;
        (_root, _fullValidator) = schema.CompileRules();
        _id = IndexOf(idColumn, column => column.Type is ColumnType.String or ColumnType.Int64);
        _time = IndexOf(timeColumn, column => column.Type == ColumnType.Timestamp);
        foreach (PropertyRule property in _root.Properties)
        {
            int column = IndexOf(property.Name);
            if (column >= 0)
            {
                property.SendTo(column, columns[column].Type);
            }
        }
    }

    /// <summary>The columns of the batches that this parser fills.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Whether records also go through the full validator, which is slower by an order of magnitude.</summary>
    public bool UsesFullValidator => _fullValidator is not null;

    /// <summary>Compiles a parser for one version of a schema.</summary>
    /// <param name="schema">The version that the records were written with.</param>
    /// <param name="columns">The columns of the batch: those of the version, and maybe of other versions, which are then null.</param>
    /// <param name="idColumn">The column that <see cref="ParseResult.Id"/> reports (String or Int64); null for none.</param>
    /// <param name="timeColumn">The column that <see cref="ParseResult.EventTime"/> reports (Timestamp); null for none.</param>
    /// <exception cref="IncompatibleSchemaException">The version gives a column another type, lacks the id or time, or can leave them out.</exception>
    /// <exception cref="PipelineException">The schema can't be used.</exception>
    public static EventParser Compile(EventSchema schema, IReadOnlyList<ColumnDefinition> columns, string? idColumn, string? timeColumn)
    {
        foreach (ColumnDefinition column in schema.Columns)
        {
            ColumnDefinition? target = columns.FirstOrDefault(candidate => candidate.Name == column.Name);
            if (target is not null && target.Type != column.Type)
            {
                throw new IncompatibleSchemaException($"{column.Name} is {column.Type} in {schema.Source}, but the table has it as {target.Type}");
            }
        }

        foreach (string name in new[] { idColumn, timeColumn }.OfType<string>())
        {
            if (schema.Columns.FirstOrDefault(column => column.Name == name) is not { Nullable: false })
            {
                throw new IncompatibleSchemaException($"{name} must be required and not null in {schema.Source}");
            }
        }

        return new EventParser(schema, columns, idColumn, timeColumn);
    }

    /// <summary>Another parser of the same kind, for another thread.</summary>
    public EventParser Fork() => new(_schema, Columns, _idColumn, _timeColumn);

    /// <summary>Parses one record and appends its row.</summary>
    /// <param name="json">The record's JSON text, without the wire format's header.</param>
    /// <param name="batch">A batch made of <see cref="Columns"/>. After a fault it is as it was before the call.</param>
    /// <exception cref="ArgumentException">The batch has other columns.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ParseResult Parse(ReadOnlySpan<byte> json, ColumnBatch batch)
    {
        if (!ReferenceEquals(batch, _batch))
        {
            Bind(batch);
        }

        _checker.Fault.Reset();
        int row = batch.RowCount;
        var scanner = new JsonScanner(json, _stops);
        if (!TryRecord(ref scanner, json) || !IsFullyValid(json))
        {
            batch.Truncate(row);
            return Reject(json);
        }

        batch.CompleteRow();
        return new ParseResult
        {
            EventTime = _time < 0 ? 0 : Unsafe.As<TimestampColumn>(batch[_time]).Values[row],
            Id = _id < 0 ? default : IdOf(batch[_id], row),
        };
    }

    private static ReadOnlySpan<byte> IdOf(ColumnBuffer column, int row) => column is StringColumn texts
        ? texts[row]
        : System.Runtime.InteropServices.MemoryMarshal.AsBytes(Unsafe.As<Int64Column>(column).Values.Slice(row, 1));

    private bool TryRecord(ref JsonScanner scanner, ReadOnlySpan<byte> json)
    {
        if (!_stops.Mark(json) && !Utf8.IsValid(json))
        {
            return _checker.Fault.Malformed("invalid UTF-8");
        }

        byte first = scanner.Peek();
        if (first != '{')
        {
            return first == 0 ? _checker.Fault.Malformed("no JSON value") : _checker.Fault.Violates("type", "an event is a JSON object");
        }

        if (!_checker.TryObject(ref scanner, _root, depth: 1))
        {
            return false;
        }

        return IsAtEnd(ref scanner, json) || _checker.Fault.Malformed($"text after the value, at byte {scanner.Position}");
    }

    private bool IsFullyValid(ReadOnlySpan<byte> json) =>
        _fullValidator is null || _fullValidator.IsValid(json, out string? explanation) || _checker.Fault.Violates("schema", explanation!);

    private ParseResult Reject(ReadOnlySpan<byte> json)
    {
        RecordFault fault = _checker.Fault;
        if (fault.Reason == DeadLetterReason.SchemaViolation)
        {
            // The rest of the text has not been looked at: what is no JSON at all is not a matter of the schema.
            var scanner = new JsonScanner(json, _stops);
            if (!scanner.TrySkip(depth: 1) || !IsAtEnd(ref scanner, json))
            {
                fault.Malformed($"unexpected text at byte {scanner.Position}");
            }
            else if (new JsonScanner(json, _stops).Peek() == '{')
            {
                scanner.Position = 0;
                _ = RepeatedProperty.Find(ref scanner, _root) is { } name && fault.Malformed($"\"{name}\" occurs twice");
            }
        }

        return new ParseResult { Reason = fault.Reason, Detail = fault.Describe() };
    }

    private static bool IsAtEnd(ref JsonScanner scanner, ReadOnlySpan<byte> json) => scanner.Peek() == 0 && scanner.Position == json.Length;

    private void Bind(ColumnBatch batch)
    {
        if (!ReferenceEquals(batch.Definitions, Columns)
            && !batch.Definitions.Select(column => (column.Name, column.Type)).SequenceEqual(Columns.Select(column => (column.Name, column.Type))))
        {
            throw new ArgumentException("The batch does not have the parser's columns.", nameof(batch));
        }

        _batch = batch;
        foreach (PropertyRule property in _root.Properties)
        {
            property.Target = property.Column < 0 ? null : batch[property.Column];
        }
    }

    private int IndexOf(string? name, Func<ColumnDefinition, bool>? fits = null)
    {
        for (int index = 0; name is not null && index < Columns.Count; index++)
        {
            if (Columns[index].Name == name)
            {
                return fits is null || fits(Columns[index])
                    ? index
                    : throw new IncompatibleSchemaException($"{name} can't be an id or time: it is {Columns[index].Type}");
            }
        }

        return name is null || fits is null ? -1 : throw new ArgumentException($"No column {name}.", nameof(name));
    }
}
