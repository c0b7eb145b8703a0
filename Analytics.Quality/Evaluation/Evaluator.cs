using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Conditions;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation;

/// <summary>
/// Evaluates one expectation over one relation: it contributes aggregates to a scan shared by the whole suite, then reads its numbers from it.
/// </summary>
internal abstract class Evaluator(Expectation expectation, Relation relation)
{
    private readonly string? _rows = expectation.RowCondition is { } condition ? RowFilter.Sql(condition, relation) : null;

    public Expectation Expectation => expectation;

    protected Relation Relation => relation;

    /// <summary>The condition of the rows that the expectation is about; <c>true</c> for all.</summary>
    protected string Rows => _rows ?? "true";

    /// <summary>The <c> FILTER (WHERE …)</c> that keeps an aggregate to those rows, and to a further condition; empty when there is nothing to filter.</summary>
    protected string Filter(string? also = null) => (_rows, also) switch
    {
        (null, null) => "",
        (null, { } only) => $" FILTER (WHERE {only})",
        ({ } only, null) => $" FILTER (WHERE {only})",
        ({ } rows, { } other) => $" FILTER (WHERE {rows} AND {other})",
    };

    /// <summary>A condition kept to those rows.</summary>
    protected string Within(string condition) => _rows is null ? condition : $"({_rows} AND {condition})";

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
        relation.Find(name) ?? throw DataMismatchException.NoColumn(name);

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
