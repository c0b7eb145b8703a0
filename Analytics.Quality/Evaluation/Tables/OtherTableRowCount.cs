using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Tables;

/// <summary><c>expect_table_row_count_to_equal_other_table</c>; a row condition filters this table only.</summary>
internal sealed class OtherTableRowCount : Evaluator
{
    private readonly string _other;
    private int _count;

    public OtherTableRowCount(Expectation expectation, Relation relation)
        : base(expectation, relation) => _other = relation.Other(expectation.Text("other_table_name")!);

    public override void Plan(ScanPlan plan) => _count = plan.Add($"count(*){Filter()}");

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var own = row.Count(_count);
        var other = reader.Count($"SELECT count(*) FROM {_other}");
        return Observed(own == other, new JsonObject { ["self"] = own, ["other"] = other });
    }
}
