using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary><c>expect_column_min_to_be_between</c> and <c>expect_column_max_to_be_between</c>: numbers, or times within times.</summary>
internal sealed class ColumnExtreme : ColumnAggregate
{
    public ColumnExtreme(Expectation expectation, Relation relation, string function)
        : base(expectation, relation)
    {
        // Only to refuse bounds that cannot be compared with the column.
        _ = new Bounds(expectation).Condition(Subject);
        Aggregate = $"{function}({Subject.Present}){Filter()}";
    }

    protected override string Aggregate { get; }

    /// <summary>Without a time the extreme is <c>NaT</c>, which no bound lets through and which passes without bounds.</summary>
    public override ExpectationResult Read(ScanRow row, BatchReader reader) =>
        Subject.Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) && IsNull(row)
            ? Observed(Expectation.Argument("min_value") is null && Expectation.Argument("max_value") is null, "NaT")
            : base.Read(row, reader);

    protected override bool Holds(JsonNode observed)
    {
        if (observed.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return new Bounds(Expectation).Contain(observed.GetValue<bool>() ? 1 : 0);
        }

        if (Subject.Family is not (ColumnFamily.Time or ColumnFamily.Text))
        {
            return base.Holds(observed);
        }

        var min = Expectation.Argument("min_value") is { } from ? Compare(observed.GetValue<string>(), from.GetString()!) : 1;
        var max = Expectation.Argument("max_value") is { } to ? Compare(to.GetString()!, observed.GetValue<string>()) : 1;
        return (Expectation.Flag("strict_min") ? min > 0 : min >= 0) && (Expectation.Flag("strict_max") ? max > 0 : max >= 0);
    }

    private int Compare(string left, string right) =>
        Subject.Family is ColumnFamily.Time ? Time(left).CompareTo(Time(right)) : string.CompareOrdinal(left, right);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
