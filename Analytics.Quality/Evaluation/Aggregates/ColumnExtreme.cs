using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary><c>expect_column_min_to_be_between</c> and <c>expect_column_max_to_be_between</c>; of times, the mean and the median too.</summary>
internal sealed class ColumnExtreme : ColumnAggregate
{
    public ColumnExtreme(Expectation expectation, Relation relation, Func<RelationColumn, string, string> sql)
        : base(expectation, relation)
    {
        if (Subject.IsNested)
        {
            throw new DataMismatchException($"The values of column \"{Subject.Name}\" of type {Subject.Type} have no order.");
        }

        Aggregate = sql(Subject, Filter());
    }

    protected override string Aggregate { get; }

    private bool HasBound => Expectation.Argument("min_value") is not null || Expectation.Argument("max_value") is not null;

    /// <summary>A mean or median of times, in whole microseconds.</summary>
    public static ColumnExtreme Middle(Expectation expectation, Relation relation, string function) =>
        new(expectation, relation, (column, filter) => $"make_timestamp(CAST(trunc({function}(epoch_us({column.Sql}::TIMESTAMP)){filter}) AS BIGINT))");

    /// <summary>Without a time the extreme is <c>NaT</c>, which no bound lets through and which passes without bounds; a missing text is <c>NaN</c>, a number.</summary>
    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        if (PythonType(IsNull(row)) is { } type)
        {
            new Bounds(Expectation).RequireOrder(type, isTime: Subject.Family is ColumnFamily.Time or ColumnFamily.Text);
        }

        return Subject.IsTimestamp && IsNull(row) ? Observed(!HasBound, "NaT") : base.Read(row, reader);
    }

    /// <summary>The type of the value that is compared with the bounds; null for a missing text or day, which is below and above nothing.</summary>
    private string? PythonType(bool isMissing) => (Subject.Family, isMissing) switch
    {
        (ColumnFamily.Time, _) when Subject.IsTimestamp => isMissing ? "NaTType" : "Timestamp",
        (ColumnFamily.Time, false) => "datetime.date",
        (ColumnFamily.Text, false) => "str",
        (ColumnFamily.Time or ColumnFamily.Text, true) => null,
        (ColumnFamily.Integer, false) => "int",
        (ColumnFamily.Boolean, false) => "bool",
        _ => "float",
    };

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
