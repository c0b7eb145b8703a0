using System.Text.Json;
using static Analytics.Api.Sandbox.SyntaxTree;

namespace Analytics.Api.Sandbox;

/// <summary>
/// Finds what a WHERE says about a table's time. Times are read by an expression (<see cref="Lake.Sql.LakeSql"/>), which DuckDB can't hold against the statistics of
/// files; with these conditions the view can be narrowed on the column itself, and a question about the last minutes does not read all there is.
/// A row that the narrowed view lacks fails the statement's own condition, so the answer is the same. Everything but the plain cases is left alone.
/// </summary>
/// <param name="policy">Tells which functions give the same for all rows.</param>
internal sealed class TimeConditionReader(FunctionPolicy policy)
{
    /// <summary>The conditions of a SELECT over one table alone.</summary>
    /// <param name="select">A <c>SELECT_NODE</c> whose <c>from_table</c> is a <c>BASE_TABLE</c>.</param>
    /// <param name="table">The gold table's name.</param>
    /// <param name="timeColumn">Its column of times.</param>
    public IEnumerable<TimeCondition> Read(JsonElement select, string table, string timeColumn)
    {
        var from = select.GetProperty("from_table");
        if (IsSet(select, "sample") || IsSet(from, "sample") || IsSet(from, "at_clause") || from.GetProperty("column_name_alias").GetArrayLength() > 0)
        {
            // A sample is taken before WHERE; other names of columns are not worth following.
            return [];
        }

        var alias = Text(from, "alias");
        return select.TryGetProperty("where_clause", out var where) && where.ValueKind == JsonValueKind.Object
            ? Conditions(where, table, column => IsTime(column, alias.Length > 0 ? alias : table, timeColumn))
            : [];
    }

    private IEnumerable<TimeCondition> Conditions(JsonElement condition, string table, Func<JsonElement, bool> isTime) => Text(condition, "type") switch
    {
        "CONJUNCTION_AND" => condition.GetProperty("children").EnumerateArray().SelectMany(child => Conditions(child, table, isTime)),
        "COMPARE_GREATERTHAN" or "COMPARE_GREATERTHANOREQUALTO" => Comparison(condition, table, isTime, isLower: true),
        "COMPARE_LESSTHAN" or "COMPARE_LESSTHANOREQUALTO" => Comparison(condition, table, isTime, isLower: false),
        "COMPARE_EQUAL" => [.. Comparison(condition, table, isTime, isLower: true), .. Comparison(condition, table, isTime, isLower: false)],
        "COMPARE_BETWEEN" when isTime(condition.GetProperty("input")) =>
            [.. Bound(table, condition.GetProperty("lower"), isLower: true), .. Bound(table, condition.GetProperty("upper"), isLower: false)],
        _ => [],
    };

    private IEnumerable<TimeCondition> Comparison(JsonElement comparison, string table, Func<JsonElement, bool> isTime, bool isLower)
    {
        var left = comparison.GetProperty("left");
        var right = comparison.GetProperty("right");
        return isTime(left) ? Bound(table, right, isLower) : isTime(right) ? Bound(table, left, !isLower) : [];
    }

    private IEnumerable<TimeCondition> Bound(string table, JsonElement value, bool isLower) =>
        IsSameForAllRows(value) ? [new TimeCondition(table, isLower, value.Clone())] : [];

    private bool IsSameForAllRows(JsonElement expression) => Text(expression, "class") switch
    {
        "CONSTANT" or "PARAMETER" => true,
        "CAST" => IsSameForAllRows(expression.GetProperty("child")),
        "FUNCTION" => Text(expression, "schema").Length == 0
            && policy.IsSameWithinAStatement(Text(expression, "function_name"))
            && expression.GetProperty("children").EnumerateArray().All(IsSameForAllRows),
        _ => false,
    };

    /// <summary>A column of the table comes before an alias of the select list, so the name is enough.</summary>
    private static bool IsTime(JsonElement expression, string table, string timeColumn) =>
        Text(expression, "class") == "COLUMN_REF"
        && expression.GetProperty("column_names").EnumerateArray().Select(name => name.GetString()!).ToList() is var names
        && names switch
        {
            [var column] => Equal(column, timeColumn),
            [var qualifier, var column] => Equal(qualifier, table) && Equal(column, timeColumn),
            _ => false,
        };

    private static bool Equal(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static bool IsSet(JsonElement element, string property) => element.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null;
}
