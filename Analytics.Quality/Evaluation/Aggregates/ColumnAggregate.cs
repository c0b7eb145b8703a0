using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>An expectation that one number of a column lies within bounds. A number that does not exist (no rows, all null) never does.</summary>
internal abstract class ColumnAggregate : Evaluator
{
    private int _value;

    protected ColumnAggregate(Expectation expectation, Relation relation)
        : base(expectation, relation) => Subject = Column("column");

    protected RelationColumn Subject { get; }

    /// <summary>The aggregate.</summary>
    protected abstract string Aggregate { get; }

    public override void Plan(ScanPlan plan) => _value = plan.Add(Aggregate);

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var observed = row[_value] is { } value ? Subject.Json(value) : null;
        return Observed(observed is not null && Holds(observed), observed);
    }

    /// <summary>The aggregate as a count.</summary>
    protected long Count(ScanRow row) => row.Count(_value);

    /// <summary>The aggregate; null when there is no such number.</summary>
    protected object? Value(ScanRow row) => row[_value];

    /// <summary>Whether there is no such number.</summary>
    protected bool IsNull(ScanRow row) => row[_value] is null;

    protected virtual bool Holds(JsonNode observed) => new Bounds(Expectation).Contain(JsonValues.Number(observed));

    /// <exception cref="DataMismatchException">The column has no numbers.</exception>
    protected void RequireNumbers(string operation)
    {
        if (Subject.Family is not (ColumnFamily.Integer or ColumnFamily.Real or ColumnFamily.Boolean))
        {
            throw new DataMismatchException($"Cannot compute the {operation} of column \"{Subject.Name}\": its type {Subject.Type} has no numbers.");
        }
    }
}
