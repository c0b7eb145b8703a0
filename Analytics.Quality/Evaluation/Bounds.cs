using System.Text.Json;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation;

/// <summary>The bounds of a <c>…_to_be_between</c> expectation, inclusive unless strict.</summary>
internal sealed class Bounds(Expectation expectation)
{
    private static readonly RelationColumn Number = new("number", "INTEGER");

    private const string OtherType = "Column values, min_value, and max_value must either be None or of the same type.";

    private readonly bool _strictMin = expectation.Flag("strict_min");
    private readonly bool _strictMax = expectation.Flag("strict_max");

    private JsonElement? Min => expectation.Argument("min_value");

    private JsonElement? Max => expectation.Argument("max_value");

    /// <summary>Whether a number lies within numeric bounds.</summary>
    public bool Contain(double value) =>
        (Min?.GetDouble() is not { } min || (_strictMin ? value > min : value >= min))
        && (Max?.GetDouble() is not { } max || (_strictMax ? value < max : value <= max));

    /// <summary>Why no value of the column can be compared with the bounds; null where each can.</summary>
    public string? Mismatch(RelationColumn column)
    {
        var compared = column.Family is ColumnFamily.Boolean ? Number : column;
        return new[] { Min, Max }.All(bound => bound is not { } given || SqlValue.Literal(given, compared) is not null) ? null : OtherType;
    }

    /// <summary>The condition that a column's values lie within; <c>true</c> without bounds. False and true are 0 and 1.</summary>
    /// <exception cref="DataMismatchException">A bound cannot be compared with the column.</exception>
    public string Condition(RelationColumn column) =>
        column.Family is ColumnFamily.Boolean ? Condition(column.Numeric, Number) : Condition(column.Sql, column);

    /// <summary>The condition that an SQL expression of the column's type lies within; <c>true</c> without bounds.</summary>
    /// <exception cref="DataMismatchException">A bound cannot be compared with the column.</exception>
    public string Condition(string sql, RelationColumn column)
    {
        var parts = new List<string>(2);
        if (Min is { } min)
        {
            parts.Add($"{sql} {(_strictMin ? ">" : ">=")} {Comparable(min, column)}");
        }

        if (Max is { } max)
        {
            parts.Add($"{sql} {(_strictMax ? "<" : "<=")} {Comparable(max, column)}");
        }

        return parts.Count == 0 ? "true" : string.Join(" AND ", parts);
    }

    /// <summary>Refuses bounds that have no order towards a value of a Python type, in Python's words.</summary>
    /// <param name="type">The value's type.</param>
    /// <param name="isTime">Whether bounds must be texts: it is a time or a text, no number.</param>
    public void RequireOrder(string type, bool isTime)
    {
        foreach (var (bound, comparison) in new[] { (Min, _strictMin ? ">" : ">="), (Max, _strictMax ? "<" : "<=") })
        {
            if (bound is { } given && given.ValueKind is JsonValueKind.String != isTime)
            {
                throw DataMismatchException.AfterMetrics($"'{comparison}' not supported between instances of '{type}' and '{(isTime ? "float" : "datetime.datetime")}'");
            }
        }
    }

    private static string Comparable(JsonElement bound, RelationColumn column) =>
        SqlValue.Literal(bound, column)
        ?? throw new DataMismatchException(OtherType);
}
