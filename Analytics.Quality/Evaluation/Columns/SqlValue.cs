using System.Globalization;
using System.Text.Json;
using Analytics.Lake.Sql;

namespace Analytics.Quality.Evaluation.Columns;

/// <summary>Arguments of a suite as SQL literals that fit a column.</summary>
internal static class SqlValue
{
    /// <summary>The literal, or null when no value of the column can equal it.</summary>
    public static string? Literal(JsonElement value, RelationColumn column) => (column.Family, value.ValueKind) switch
    {
        (ColumnFamily.Text, JsonValueKind.String) => LakeSql.Literal(value.GetString()!),
        (ColumnFamily.Integer or ColumnFamily.Real, JsonValueKind.Number) => value.GetRawText(),
        (ColumnFamily.Integer or ColumnFamily.Real, JsonValueKind.True) => "1",
        (ColumnFamily.Integer or ColumnFamily.Real, JsonValueKind.False) => "0",
        (ColumnFamily.Boolean, JsonValueKind.True) => "true",
        (ColumnFamily.Boolean, JsonValueKind.False) => "false",
        (ColumnFamily.Boolean, JsonValueKind.Number) when value.GetDouble() is 0 or 1 => value.GetDouble() is 1 ? "true" : "false",
        (ColumnFamily.Time, JsonValueKind.String) => Time(value.GetString()!),
        _ => null,
    };

    /// <summary>The values of a set as a list for IN; null when none can occur in the column.</summary>
    public static string? Set(IEnumerable<JsonElement> values, RelationColumn column)
    {
        var literals = values.Select(value => Literal(value, column)).OfType<string>().Distinct().ToArray();
        return literals.Length == 0 ? null : string.Join(", ", literals);
    }

    private static string? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? $"TIMESTAMP '{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'"
            : null;
}
