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
        (ColumnFamily.Integer or ColumnFamily.Real, JsonValueKind.Number) => Number(value, column),
        (ColumnFamily.Integer or ColumnFamily.Real, JsonValueKind.True) => "1",
        (ColumnFamily.Integer or ColumnFamily.Real, JsonValueKind.False) => "0",
        (ColumnFamily.Boolean, JsonValueKind.True) => "true",
        (ColumnFamily.Boolean, JsonValueKind.False) => "false",
        (ColumnFamily.Boolean, JsonValueKind.Number) when value.GetDouble() is 0 or 1 => value.GetDouble() is 1 ? "true" : "false",
        (ColumnFamily.Time, JsonValueKind.String) => Time(value.GetString()!),
        _ => null,
    };

    /// <summary>A number as a double. Without an exponent DuckDB reads a fraction as a decimal, and its double can be off by the last digit.</summary>
    public static string Real(JsonElement number) =>
        number.GetRawText() is var text && text.Contains('e', StringComparison.OrdinalIgnoreCase) ? text : text + "e0";

    /// <summary>Whole numbers and decimals stay what they are for columns that hold such.</summary>
    private static string Number(JsonElement number, RelationColumn column) =>
        column.Type.StartsWith("DECIMAL", StringComparison.Ordinal) || (column.Family is ColumnFamily.Integer && number.GetRawText().TrimStart('-').All(char.IsAsciiDigit))
            ? number.GetRawText()
            : Real(number);

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
