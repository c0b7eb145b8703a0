using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Tables;

/// <summary><c>expect_table_columns_to_match_set</c>: with <c>exact_match</c> false, further columns are allowed.</summary>
internal sealed class ColumnsMatchSet(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    public override void Plan(ScanPlan plan)
    {
        // The columns are known without a scan.
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var expected = Expectation.Items("column_set").Select(item => item.GetString()!).ToHashSet();
        var actual = Relation.Columns.Select(column => column.Name).Order(StringComparer.Ordinal).ToArray();
        var unexpected = actual.Where(name => !expected.Contains(name)).ToArray();
        var missing = expected.Except(actual).Order(StringComparer.Ordinal).ToArray();
        var mismatched = new JsonObject();
        if (unexpected.Length > 0)
        {
            mismatched["unexpected"] = Names(unexpected);
        }

        if (missing.Length > 0)
        {
            mismatched["missing"] = Names(missing);
        }

        var success = missing.Length == 0 && (unexpected.Length == 0 || !Expectation.Flag("exact_match", fallback: true));
        return Observed(success, Names(actual), mismatched.Count == 0 ? null : new JsonObject { ["mismatched"] = mismatched });
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => JsonValue.Create(name))];
}
