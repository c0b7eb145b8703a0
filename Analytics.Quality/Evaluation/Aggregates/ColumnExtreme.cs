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
        if (Subject.Family is not ColumnFamily.Time)
        {
            return base.Holds(observed);
        }

        var time = Time(observed.GetValue<string>());
        var min = Expectation.Argument("min_value") is { } from ? time.CompareTo(Time(from.GetString()!)) : 1;
        var max = Expectation.Argument("max_value") is { } to ? Time(to.GetString()!).CompareTo(time) : 1;
        return (Expectation.Flag("strict_min") ? min > 0 : min >= 0) && (Expectation.Flag("strict_max") ? max > 0 : max >= 0);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
