using System.Data.Common;
using System.Globalization;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Profiling;

/// <summary>What one scan of all columns tells about one of them.</summary>
/// <param name="column">The column.</param>
/// <param name="first">The position of its first aggregate in the scan's row.</param>
internal sealed class ColumnFacts(RelationColumn column, int first)
{
    private object?[] _row = [];

    public static (string Name, string Regex)[] Formats { get; } =
    [
        ("a UUID", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"),
        ("an e-mail address", "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"),
        ("a date and time", "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}"),
        ("a date", "^\\d{4}-\\d{2}-\\d{2}$"),
    ];

    public RelationColumn Column => column;

    /// <summary>Its aggregates, in the order in which the properties read them.</summary>
    public IReadOnlyList<string> Aggregates { get; } =
    [
        $"count({column.Present})",
        $"approx_count_distinct({column.Present})",
        .. column.Family switch
        {
            ColumnFamily.Integer or ColumnFamily.Real => [$"CAST(min({column.Present}) AS DOUBLE)", $"CAST(max({column.Present}) AS DOUBLE)"],
            ColumnFamily.Time => [$"CAST(min({column.Sql}) AS VARCHAR)", $"CAST(max({column.Sql}) AS VARCHAR)", $"CAST(year(min({column.Sql})) AS INTEGER)"],
            _ when column.Type is "VARCHAR" =>
                [$"min(length({column.Sql}))", $"max(length({column.Sql}))", .. Formats.Select(format => $"count(*) FILTER (WHERE regexp_matches({column.Sql}, {LakeSql.Literal(format.Regex)}))")],
            _ => (string[])[],
        },
    ];

    /// <summary>Values that are not missing.</summary>
    public long Present => Whole(0);

    /// <summary>About how many different values there are, within some percent.</summary>
    public long AboutDistinct => Whole(1);

    /// <summary>The least and the greatest number.</summary>
    public (double Min, double Max) Range => (Convert.ToDouble(At(2), CultureInfo.InvariantCulture), Convert.ToDouble(At(3), CultureInfo.InvariantCulture));

    /// <summary>The oldest and the newest time as text, and the oldest's year; null where there is no such year.</summary>
    public (string Oldest, string Newest, int? Year) Times => ((string)At(2)!, (string)At(3)!, At(4) as int?);

    /// <summary>The fewest and the most characters of a text.</summary>
    public (long Min, long Max) Lengths => (Whole(2), Whole(3));

    /// <summary>The format that all texts have; null when there is none.</summary>
    public (string Name, string Regex)? Format => Array.FindIndex(Formats, format => Whole(4 + Array.IndexOf(Formats, format)) == Present) is >= 0 and var found ? Formats[found] : null;

    /// <summary>Takes what the scan has found.</summary>
    public void Read(DbDataReader row) => _row = [.. Enumerable.Range(first, Aggregates.Count).Select(i => row.IsDBNull(i) ? null : row.GetValue(i))];

    private object? At(int place) => _row[place];

    private long Whole(int place) => Convert.ToInt64(At(place), CultureInfo.InvariantCulture);
}
