using Analytics.Contracts.Columns;

namespace Analytics.Streaming.Spark;

/// <summary>
/// The rows of the stage: events and dead letters of a batch in one sink, so that one log entry has both. The events' columns are null in a dead letter,
/// and the other way round. A dead letter has no event time, and what has none passes Spark's watermark: it is never late.
/// </summary>
internal static class StageColumns
{
    /// <summary>The column that becomes a folder: <see cref="Accepted"/> or <see cref="Dead"/>.</summary>
    public const string Kind = "_kind";

    public const string Accepted = "accepted";
    public const string Dead = "dead";

    /// <summary>What is unique to a dead letter, and null in an event: in the key of the deduplication it keeps each of them.</summary>
    public const string Letter = "_letter";

    /// <summary>What a dead letter has beside where it came from, out of the view <c>checked</c>. No column of an event begins with an underscore.</summary>
    private static readonly (string Name, string Sql)[] LetterColumns =
    [
        ("_reason", "_reason"),
        ("_detail", "_detail"),
        ("_key", "key"),
        ("_value", "value"),
        // As HeaderJson writes them: [["name","base64 of the value"],["empty",null]], null for none.
        ("_headers", "CASE WHEN size(headers) > 0 THEN to_json(transform(headers, h -> array(h.key, base64(h.value)))) END"),
    ];

    private static readonly string[] Origin = [OriginColumns.Partition, OriginColumns.Offset, OriginColumns.Timestamp];

    /// <summary>The query over the view <c>checked</c> whose rows are then deduplicated.</summary>
    public static string Rows(IReadOnlyList<ColumnDefinition> columns) =>
        $"SELECT CASE WHEN _reason IS NULL THEN '{Accepted}' ELSE '{Dead}' END AS {Kind}, {string.Join(", ", columns.Select(column => Name(column.Name)).Concat(Origin))}, "
        + $"{string.Join(", ", LetterColumns.Select(column => $"CASE WHEN _reason IS NOT NULL THEN {column.Sql} END AS {column.Name}"))}, "
        + $"CASE WHEN _reason IS NOT NULL THEN concat({OriginColumns.Partition}, ':', {OriginColumns.Offset}) END AS {Letter} FROM checked";

    /// <summary>The query over the view <c>deduplicated</c> that the sink writes.</summary>
    public static string Written(IReadOnlyList<ColumnDefinition> columns) =>
        $"SELECT {Kind}, {string.Join(", ", columns.Select(column => Name(column.Name)).Concat(Origin).Concat(LetterColumns.Select(column => column.Name)))} FROM deduplicated";

    /// <summary>An identifier in Spark SQL.</summary>
    public static string Name(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
