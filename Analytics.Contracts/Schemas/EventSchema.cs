using System.Text.Json;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Schemas;

/// <summary>One version of an event's JSON Schema (draft 2020-12, 2019-09 or draft-07) and the columns it gives.</summary>
public sealed class EventSchema
{
    private EventSchema(string text, string source, IReadOnlyList<ColumnDefinition> columns)
    {
        Text = text;
        Source = source;
        Columns = columns;
    }

    /// <summary>The JSON Schema.</summary>
    public string Text { get; }

    /// <summary>Where it comes from: a file or a registry id. For messages.</summary>
    public string Source { get; }

    /// <summary>
    /// One column per property, in the order of the schema. String: text and uuid; Timestamp: date-time; Json: objects, arrays and mixed types.
    /// Nullable: not required, or null is among its types.
    /// </summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Reads a schema file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="PipelineException">The file can't be read or the schema can't be used.</exception>
    public static EventSchema FromFile(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(file, null, $"can't be read: {exception.Message}");
        }
    }

    /// <summary>Reads a schema.</summary>
    /// <param name="text">The JSON Schema.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="PipelineException">The schema can't be used; the message says why.</exception>
    public static EventSchema Parse(string text, string source)
    {
        (ObjectRules root, _, _) = Compile(text, source);
        List<ColumnDefinition> columns = [];
        foreach (PropertyRule property in root.Properties.Where(property => property.Value.Types != JsonTypes.None))
        {
            if (property.Name.StartsWith('_') || property.Name.Length == 0)
            {
                throw new PipelineException(source, null, $"property \"{property.Name}\": names that begin with _ are kept for the platform's own columns: rename it.");
            }

            if (columns.Find(column => column.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
            {
                throw new PipelineException(source, null, $"properties \"{other.Name}\" and \"{property.Name}\" differ only in case, which SQL ignores: rename one.");
            }

            bool isNullable = !property.IsRequired || (property.Value.Types & JsonTypes.Null) != 0;
            columns.Add(new ColumnDefinition(property.Name, ColumnTypeOf(property.Value), isNullable));
        }

        return columns.Count > 0
            ? new EventSchema(text, source, columns)
            : throw new PipelineException(source, null, "declares no properties: an event needs at least its time.");
    }

    /// <summary>
    /// The columns of a table after another version of its schema arrived: new properties are appended as nullable columns,
    /// and a column that some version lacks or lets be null is nullable.
    /// </summary>
    /// <param name="columns">The table's columns.</param>
    /// <param name="newer">The version.</param>
    /// <param name="merged">The columns afterwards; <paramref name="columns"/> on conflict.</param>
    /// <param name="conflict">The column that has another type, and both types; null without conflict.</param>
    /// <returns>Whether the version fits the table.</returns>
    public static bool TryMerge(
        IReadOnlyList<ColumnDefinition> columns, EventSchema newer, out IReadOnlyList<ColumnDefinition> merged, out string? conflict)
    {
        merged = columns;
        conflict = null;
        List<ColumnDefinition> result = [];
        foreach (ColumnDefinition column in columns)
        {
            ColumnDefinition? other = newer.Columns.FirstOrDefault(candidate => candidate.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase));
            if (other is not null && (other.Type != column.Type || other.Name != column.Name))
            {
                conflict = $"column {column.Name} is {column.Type} in the table, but {other.Name} is {other.Type} in {newer.Source}";
                return false;
            }

            result.Add(column with { Nullable = column.Nullable || other is not { Nullable: false } });
        }

        result.AddRange(newer.Columns.Where(column => columns.All(known => known.Name != column.Name)).Select(column => column with { Nullable = true }));
        merged = result;
        return true;
    }

    internal (ObjectRules Root, FullValidator? Validator) CompileRules()
    {
        (ObjectRules root, FullValidator? validator, _) = Compile(Text, Source);
        return (root, validator);
    }

    /// <summary>The rules, where they are all there is to check.</summary>
    /// <param name="uncovered">The first keyword that only the full validator checks; null when there is none.</param>
    internal ObjectRules CompileRules(out string? uncovered)
    {
        (ObjectRules root, _, uncovered) = Compile(Text, Source);
        return root;
    }

    private static (ObjectRules Root, FullValidator? Validator, string? Uncovered) Compile(string text, string source)
    {
        try
        {
            // Of a keyword that occurs twice nobody can tell which one counts.
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var compiler = new SchemaCompiler(document.RootElement, source);
            ValueRules rules = compiler.Compile();
            if (rules.Object is null)
            {
                throw new PipelineException(source, null, "an event is a JSON object: its schema needs \"type\": \"object\".");
            }

            return (rules.Object, compiler.NeedsFullValidator ? new FullValidator(document.RootElement, compiler.Draft, source) : null, compiler.Uncovered);
        }
        catch (JsonException exception)
        {
            throw new PipelineException(source, (int?)exception.LineNumber + 1, $"is not JSON: {exception.Message}");
        }
        catch (InvalidOperationException exception)
        {
            // A text that is no Unicode, such as a surrogate without its partner, or a value of another kind than its keyword has.
            throw new PipelineException(source, null, $"is not a usable JSON Schema: {exception.Message}");
        }
    }

    private static ColumnType ColumnTypeOf(ValueRules rules) => (rules.Types & ~JsonTypes.Null) switch
    {
        JsonTypes.String => rules.Format == StringFormat.DateTime ? ColumnType.Timestamp : ColumnType.String,
        JsonTypes.Integer => ColumnType.Int64,
        JsonTypes.Number => ColumnType.Double,
        JsonTypes.Boolean => ColumnType.Boolean,
        _ => ColumnType.Json,
    };
}
