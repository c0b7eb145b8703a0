using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Tables;

/// <summary><c>expect_table_columns_to_match_ordered_list</c>: every position that differs is named.</summary>
internal sealed class ColumnsMatchList(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    public override void Plan(ScanPlan plan)
    {
        // The columns are known without a scan.
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var found = Relation.Columns.Select(column => column.Name).ToArray();
        string[] expected = Expectation.Argument("column_list") is null ? found : [.. Expectation.Items("column_list").Select(item => item.GetString()!)];
        var mismatched = Enumerable.Range(0, Math.Max(found.Length, expected.Length))
            .Where(i => found.ElementAtOrDefault(i) != expected.ElementAtOrDefault(i))
            .Select(i => (JsonNode)new JsonObject
            {
                ["Expected Column Position"] = i,
                ["Expected"] = expected.ElementAtOrDefault(i),
                ["Found"] = found.ElementAtOrDefault(i),
            }).ToArray();
        var details = mismatched.Length == 0 ? null : new JsonObject { ["mismatched"] = new JsonArray(mismatched) };
        return Observed(mismatched.Length == 0, new JsonArray([.. found.Select(name => JsonValue.Create(name))]), details);
    }
}
