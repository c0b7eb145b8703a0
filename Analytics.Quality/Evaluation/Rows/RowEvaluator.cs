using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// An expectation that judges every row (a "map expectation"): rows are missing, expected or unexpected, and it holds when at least the share
/// <c>mostly</c> of the rows that are not missing is expected.
/// </summary>
internal abstract class RowEvaluator(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    private int _elements;
    private int _present;
    private int _unexpected;

    /// <summary>The columns that samples show.</summary>
    protected abstract IReadOnlyList<RelationColumn> Columns { get; }

    /// <summary>The number of rows that are not missing, as an aggregate.</summary>
    protected abstract string PresentCount { get; }

    /// <summary>False for expectations about nulls themselves: their results have no <c>missing_*</c>.</summary>
    protected virtual bool CountsMissing => true;

    /// <summary>The number of unexpected rows as an aggregate of the shared scan, or one that only tells whether there are any.</summary>
    protected virtual string UnexpectedCount => $"count(*) FILTER (WHERE {Unexpected})";

    public override void Plan(ScanPlan plan)
    {
        _elements = plan.Add($"count(*){Filter()}");
        _present = plan.Add(PresentCount);
        _unexpected = plan.Add(UnexpectedCount);
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var elements = row.Count(_elements);
        var present = CountsMissing ? row.Count(_present) : elements;
        var unexpected = CountUnexpected(row.Count(_unexpected), present, reader);
        var sample = unexpected == 0 ? [] : reader.Sample(Unexpected!, Columns);
        var success = present == 0 || (double)(present - unexpected) / present >= (Expectation.Number("mostly") ?? 1);
        return new ExpectationResult(Expectation, success, Numbers(elements, present, unexpected, sample))
        {
            ElementCount = elements,
            UnexpectedCount = unexpected,
            Unexpected = Unexpected,
        };
    }

    /// <summary>The exact count, for expectations whose shared aggregate is only a sign.</summary>
    protected virtual long CountUnexpected(long scanned, long present, BatchReader reader) => scanned;

    /// <summary>A sampled row as <c>partial_unexpected_list</c> shows it.</summary>
    protected virtual JsonNode? Shown(object?[] values) => JsonValues.Of(values[0]);

    /// <summary>A sampled row as <c>partial_unexpected_counts</c> shows it.</summary>
    protected virtual JsonNode? Counted(object?[] values) => Shown(values);

    private JsonObject Numbers(long elements, long present, long unexpected, IReadOnlyList<object?[]> sample)
    {
        var rows = sample.Select(row => row[1..]).ToArray();
        var numbers = new JsonObject
        {
            ["element_count"] = elements,
            ["unexpected_count"] = unexpected,
            ["unexpected_percent"] = Percent(unexpected, present),
            ["partial_unexpected_list"] = new JsonArray([.. rows.Select(Shown)]),
        };
        if (CountsMissing)
        {
            numbers["missing_count"] = elements - present;
            numbers["missing_percent"] = Percent(elements - present, elements);
            numbers["unexpected_percent_total"] = Percent(unexpected, elements);
            numbers["unexpected_percent_nonmissing"] = Percent(unexpected, present);
        }

        if (Samples.Counts([.. rows.Select(Counted)], Columns.Any(column => column.Family is ColumnFamily.Text or ColumnFamily.Time)) is { } counts)
        {
            numbers["partial_unexpected_counts"] = counts;
        }

        numbers["partial_unexpected_index_list"] = new JsonArray([.. sample.Select(row => JsonValues.Of(row[0]))]);
        return numbers;
    }

    private static JsonValue? Percent(long part, long whole) => whole == 0 ? null : JsonValue.Create((double)part / whole * 100);
}
