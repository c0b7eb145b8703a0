using Analytics.Contracts.Parsing;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>A JSON value in Spark SQL: columns or expressions, each NULL where the value is none of its kind.</summary>
/// <param name="Json">The value as JSON text; NULL where it is missing. STRING.</param>
/// <param name="Text">Of a string: its text, escapes resolved. STRING.</param>
/// <param name="Int64">Of a number: the 64-bit integer. BIGINT.</param>
/// <param name="Time">Of a string: the moment of a date-time. TIMESTAMP.</param>
internal sealed record SparkValue(string Json, string Text, string Int64, string Time)
{
    /// <summary>Expressions over a column or variable.</summary>
    public static SparkValue Inline(string json)
    {
        string text = $"({SparkJson.TextOf(json)})";
        return new SparkValue(json, text, $"({SparkNumber.Int64(json)})", $"({SparkDateTime.Timestamp(text)})");
    }

    /// <summary>Columns of their own for what the rules speak of, so that Spark computes it once: the value's at a level, the others above it.</summary>
    public static SparkValue Columns(SparkStages stages, int level, string sql, ValueRules rules)
    {
        string json = stages.Add(level, sql);
        bool hasText = (rules.Types & JsonTypes.String) != 0;
        bool hasNumber = (rules.Types & JsonTypes.Number) != 0;
        string text = hasText ? stages.Add(level + 1, $"CASE WHEN startswith({json}, '\"') THEN {SparkJson.TextOf(json)} END") : "CAST(NULL AS STRING)";
        string number = hasNumber ? stages.Add(level + 1, $"CASE WHEN {json} RLIKE {SparkText.Literal(@"\A[-0-9]")} THEN {SparkNumber.Int64(json)} END") : "CAST(NULL AS BIGINT)";
        string time = hasText && rules.Format == StringFormat.DateTime ? stages.Add(level + 2, SparkDateTime.Timestamp(text)) : "CAST(NULL AS TIMESTAMP)";
        return new SparkValue(json, text, number, time);
    }
}
