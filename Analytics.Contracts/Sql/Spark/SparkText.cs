using System.Globalization;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>Names and values in Spark SQL, as its parser reads them by default.</summary>
internal static class SparkText
{
    /// <summary>An identifier in backticks.</summary>
    public static string Name(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A STRING literal: a backslash escapes.</summary>
    public static string Literal(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>STRING literals, separated by commas.</summary>
    public static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(Literal));

    /// <summary>A BIGINT; as text, since the smallest one can't be written as a number.</summary>
    public static string Bigint(long value) => string.Create(CultureInfo.InvariantCulture, $"CAST('{value}' AS BIGINT)");

    /// <summary>A TIMESTAMP of microseconds since the Unix epoch.</summary>
    public static string Timestamp(long micros) => $"timestamp_micros({Bigint(micros)})";
}
