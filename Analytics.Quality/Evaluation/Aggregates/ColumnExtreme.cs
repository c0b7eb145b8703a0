using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary><c>expect_column_min_to_be_between</c> and <c>expect_column_max_to_be_between</c>: numbers, or times within times.</summary>
internal sealed class ColumnExtreme : ColumnAggregate
{
    public ColumnExtreme(Expectation expectation, Relation relation, string function)
        : base(expectation, relation)
    {
        // Only to refuse bounds that cannot be compared with the column.
        _ = new Bounds(expectation).Condition(Subject.Sql, Subject);
        Aggregate = $"{function}({Subject.Present}){Filter()}";
    }

    protected override string Aggregate { get; }

    protected override bool Holds(JsonNode observed)
    {
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
