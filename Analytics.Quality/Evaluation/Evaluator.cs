using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation;

/// <summary>
/// Evaluates one expectation over one relation: it contributes aggregates to a scan shared by the whole suite, then reads its numbers from it.
/// </summary>
internal abstract class Evaluator(Expectation expectation, Relation relation)
{
    public Expectation Expectation => expectation;

    protected Relation Relation => relation;

    /// <summary>The condition, in terms of <see cref="Columns.Relation.Name"/>, that is true of exactly the rows that break the expectation; null when no row is to blame.</summary>
    public virtual string? Unexpected => null;

    /// <summary>Adds the aggregates that <see cref="Read"/> needs.</summary>
    public abstract void Plan(ScanPlan plan);

    /// <summary>Judges the values of the scan; asks for samples only where something is unexpected.</summary>
    public abstract ExpectationResult Read(ScanRow row, BatchReader reader);

    /// <summary>A column that the expectation names.</summary>
    /// <exception cref="DataMismatchException">The data has no such column.</exception>
    protected RelationColumn Column(string argument) => Named(expectation.Text(argument)!);

    protected RelationColumn Named(string name) =>
        relation.Find(name) ?? throw new DataMismatchException($"Error: The column \"{name}\" in BatchData does not exist.");

    protected ExpectationResult Observed(bool success, JsonNode? observed, JsonObject? details = null)
    {
        var result = new JsonObject { ["observed_value"] = observed };
        if (details is not null)
        {
            result["details"] = details;
        }

        return new ExpectationResult(expectation, success, result);
    }
}
