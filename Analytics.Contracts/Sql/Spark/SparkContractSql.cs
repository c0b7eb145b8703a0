using System.Globalization;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>
/// Compiles the contract of a source to one SELECT for Spark, with the outcomes of the embedded parser (<see cref="EventParser"/>): the same reason for
/// every record, the same values for every valid one. It relies on ANSI mode and a session time zone of UTC.
/// A rule that SQL can't express is refused; nothing is left unchecked.
/// </summary>
public static class SparkContractSql
{
    /// <summary>The largest value taken, unless told otherwise, bytes.</summary>
    public const int MaxValueBytes = 16 << 20;

    /// <summary>
    /// In the message of a query that has met a schema id it can't judge: the record was written after the registry was asked, so the id may be a new one.
    /// </summary>
    private const string Outdated = "ANALYTICS_OUTDATED_SCHEMAS";

    /// <summary>How the message begins there; the message of any failure may hold the plan, and with it the name alone.</summary>
    private const string Raised = $"[USER_RAISED_EXCEPTION] {Outdated} 0x";

    private const string Payload = "_payload";

    /// <summary>Compiles the contract.</summary>
    /// <param name="source">The source.</param>
    /// <param name="columns">The columns of the table so far (<see cref="PipelineDefinition.Columns"/>); a version that fits adds its own.</param>
    /// <param name="schemas">The JSON Schemas registered under the subject, by id. Records of other ids are <c>unknown_schema</c>. Not used by format <c>json</c>.</param>
    /// <param name="view">A view with the columns of Spark's Kafka source, headers included.</param>
    /// <param name="maxValueBytes">The largest value taken; a larger one is <c>oversized</c>.</param>
    /// <param name="ends">
    /// The next offset of each partition before the registry was asked for <paramref name="schemas"/>. A record from there on with another id fails the query
    /// (<see cref="TryReadOutdated"/>) and is not refused. Null: all were written before.
    /// </param>
    /// <param name="absent">Ids of which the registry is known not to have them: their records are <c>unknown_schema</c> wherever they are.</param>
    /// <param name="conflict">
    /// Why the table can't take a schema; null when it can. The table has columns of versions that the registry has no more, and of those that came before
    /// one of a smaller id: they bind those that come now. Null: the table is new.
    /// </param>
    /// <exception cref="PipelineException">A schema of the folder can't be used, or a rule can't be expressed: the message names file, place and keyword.</exception>
    /// <exception cref="IncompatibleSchemaException">Format <c>json</c>: the schema lacks the id or time, or can leave them out.</exception>
    public static SparkContract Create(
        SourceDefinition source,
        IReadOnlyList<ColumnDefinition> columns,
        IReadOnlyDictionary<int, string> schemas,
        string view = "raw",
        int maxValueBytes = MaxValueBytes,
        IReadOnlyDictionary<int, long>? ends = null,
        IReadOnlyCollection<int>? absent = null,
        Func<EventSchema, string?>? conflict = null)
    {
        List<SparkVersion> versions = [];
        List<(string Sql, string Detail)> unusable = [];
        if (source.Format == SourceFormat.Json)
        {
            var schema = EventSchema.FromFile(source.SchemaFiles[^1]);
            EventParser.Compile(schema, columns, source.Id, source.Time);
            versions.Add(new SparkVersion(schema, "true"));
        }

        foreach ((int id, string text) in schemas.Where(_ => source.Format == SourceFormat.JsonSchema).OrderBy(schema => schema.Key))
        {
            string isOfVersion = string.Create(CultureInfo.InvariantCulture, $"substring(value, 2, 4) = X'{id:X8}'");
            try
            {
                var schema = EventSchema.Parse(text, $"schema id {id}");
                if (!EventSchema.TryMerge(columns, schema, out var merged, out var reason) || (reason = conflict?.Invoke(schema)) is not null)
                {
                    throw new IncompatibleSchemaException(reason!);
                }

                EventParser.Compile(schema, merged, source.Id, source.Time);
                columns = merged;
                versions.Add(new SparkVersion(schema, isOfVersion));
            }
            catch (Exception exception) when (exception is IncompatibleSchemaException or PipelineException)
            {
                unusable.Add((isOfVersion, exception.Message));
            }
        }

        return new SparkContract(Compile(source, columns, versions, unusable, view, maxValueBytes, ends, absent ?? []), columns);
    }

    /// <summary>The schema id that a failed query could not judge.</summary>
    /// <param name="message">The failure's message, such as <c>… [USER_RAISED_EXCEPTION] ANALYTICS_OUTDATED_SCHEMAS 0x0000002A SQLSTATE: P0001 …</c>.</param>
    /// <param name="id">The id.</param>
    /// <returns>False when it failed for another reason.</returns>
    public static bool TryReadOutdated(string message, out int id)
    {
        int start = message.IndexOf(Raised, StringComparison.Ordinal) + Raised.Length;
        id = 0;
        return start >= Raised.Length && start + 8 <= message.Length
            && int.TryParse(message.AsSpan(start, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }

    private static string Compile(
        SourceDefinition source,
        IReadOnlyList<ColumnDefinition> columns,
        List<SparkVersion> versions,
        List<(string Sql, string Detail)> unusable,
        string view,
        int maxBytes,
        IReadOnlyDictionary<int, long>? ends,
        IReadOnlyCollection<int> absent)
    {
        bool isFramed = source.Format == SourceFormat.JsonSchema;
        List<string> early =
        [
            $"WHEN value IS NULL THEN {Fault(DeadLetterReason.MalformedJson, "the value is null")}",
            $"WHEN octet_length(value) > {maxBytes} THEN {Fault(DeadLetterReason.Oversized, $"the limit is {maxBytes} bytes")}",
        ];
        if (isFramed)
        {
            early.Add($"WHEN octet_length(value) < 5 OR substring(value, 1, 1) <> X'00' THEN {Fault(DeadLetterReason.BadMagic, "the value does not begin with byte 0 and a schema id")}");
            early.AddRange(unusable.Select(version => $"WHEN {version.Sql} THEN {Fault(DeadLetterReason.IncompatibleSchema, version.Detail)}"));
            string known = versions.Count == 0 ? "false" : string.Join(" OR ", versions.Select(version => version.Condition));
            if (ends is not null)
            {
                early.Add($"WHEN NOT ({known}) AND NOT ({WasThere(ends)}){Without(absent)} THEN raise_error(concat('{Outdated} 0x', hex(substring(value, 2, 4))))");
            }

            early.Add($"WHEN NOT ({known}) THEN {Fault(DeadLetterReason.UnknownSchema, $"the schema id is not registered under {source.Subject}")}");
        }

        string framed = $"(SELECT *, CASE {string.Join(" ", early)} END AS _early FROM {view})";
        string opened = $"(SELECT *, CASE WHEN _early IS NULL THEN CAST({(isFramed ? "substring(value, 6)" : "value")} AS STRING) END AS {Payload} FROM {framed})";
        string parsed = $"(SELECT *, CASE WHEN {Payload} IS NOT NULL THEN {SparkJson.IsValid(Payload)} ELSE false END AS _json FROM {opened})";

        var stages = new SparkStages();
        List<string> late = ["WHEN _early IS NOT NULL THEN _early", $"WHEN NOT _json THEN {Fault(DeadLetterReason.MalformedJson, "the value is not one JSON text")}"];
        string isObject = $"_json AND startswith(ltrim(' \t\r\n', {Payload}), '{{')";
        foreach (SparkVersion version in versions)
        {
            version.Open(stages, Payload, isObject, columns);
            late.Add($"WHEN ({version.Condition}) AND ({version.Repeats}) THEN {Fault(DeadLetterReason.MalformedJson, "a declared property occurs twice")}");
        }

        late.Add($"WHEN NOT ({isObject}) THEN {Fault(DeadLetterReason.SchemaViolation, "type: an event is a JSON object")}");
        late.AddRange(versions.Select(version =>
            $"WHEN ({version.Condition}) AND {version.Broken} IS NOT NULL THEN named_struct('reason', 'schema_violation', 'detail', {version.Broken})"));

        int level = versions.Count == 0 ? 0 : versions.Max(version => version.Level);
        string time = Typed(stages, versions, level, columns.First(column => column.Name == source.Time));
        string fault = stages.Add(level + 1, $"CASE {string.Join(" ", late)} END");
        string isFuture = string.Create(
            CultureInfo.InvariantCulture,
            $"{fault} IS NULL AND unix_micros(timestamp) > 0 AND unix_micros({time}) > unix_micros(timestamp) + {source.MaxFutureSkew.Ticks / TimeSpan.TicksPerMicrosecond}");
        string final = stages.Add(
            level + 2, $"CASE WHEN {isFuture} THEN {Fault(DeadLetterReason.FutureEventTime, "the event time lies too far after the record's timestamp")} ELSE {fault} END");
        string[] selected =
        [
            .. columns.Select(column => $"CASE WHEN {final} IS NULL THEN {(column.Name == source.Time ? time : Typed(stages, versions, level, column))} END AS {SparkText.Name(column.Name)}"),
            $"{final}.reason AS _reason",
            $"{final}.detail AS _detail",
            "partition AS _partition",
            "offset AS _offset",
            "timestamp AS _timestamp",
            "key", "value", "headers", "topic",
        ];
        return $"SELECT {string.Join(", ", selected)} FROM {stages.Around(parsed)}";
    }

    private static string WasThere(IReadOnlyDictionary<int, long> ends)
    {
        string[] cases = [.. ends.OrderBy(end => end.Key).Select(end => string.Create(CultureInfo.InvariantCulture, $"WHEN {end.Key} THEN offset < {end.Value}"))];
        return cases.Length == 0 ? "false" : $"CASE partition {string.Join(" ", cases)} ELSE false END";
    }

    private static string Without(IReadOnlyCollection<int> absent) => absent.Count == 0
        ? ""
        : $" AND substring(value, 2, 4) NOT IN ({string.Join(", ", absent.Select(id => string.Create(CultureInfo.InvariantCulture, $"X'{id:X8}'")))})";

    /// <summary>The column's value, of whichever version has it.</summary>
    private static string Typed(SparkStages stages, List<SparkVersion> versions, int level, ColumnDefinition column)
    {
        string[] cases = [.. versions.Select(version => version.Typed(column) is { } typed ? $"WHEN {version.Condition} THEN {typed}" : null).OfType<string>()];
        return cases.Length == 0 ? $"CAST(NULL AS {SparkType(column.Type)})" : stages.Add(level, $"CASE {string.Join(" ", cases)} END");
    }

    private static string SparkType(ColumnType type) => type switch
    {
        ColumnType.Int64 => "BIGINT",
        ColumnType.Double => "DOUBLE",
        ColumnType.Boolean => "BOOLEAN",
        ColumnType.Timestamp => "TIMESTAMP",
        _ => "STRING",
    };

    private static string Fault(DeadLetterReason reason, string detail) =>
        $"named_struct('reason', {SparkText.Literal(reason.WireName())}, 'detail', {SparkText.Literal(detail)})";
}
