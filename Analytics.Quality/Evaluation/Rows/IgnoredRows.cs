using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>Which rows count for an expectation about several columns: <c>ignore_row_if</c>.</summary>
internal static class IgnoredRows
{
    /// <summary>The condition that is true of rows that count.</summary>
    public static string Present(Expectation expectation, IReadOnlyList<RelationColumn> columns) => expectation.Text("ignore_row_if") switch
    {
        "any_value_is_missing" or "either_value_is_missing" => $"NOT ({Missing(columns, " OR ")})",
        "never" or "neither" => "true",
        _ => $"NOT ({Missing(columns, " AND ")})",
    };

    private static string Missing(IReadOnlyList<RelationColumn> columns, string conjunction) =>
        string.Join(conjunction, columns.Select(column => $"({column.Missing})"));
}
