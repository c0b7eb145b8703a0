using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Functions;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Rows;
using Analytics.Quality.Evaluation.Scanning;
using DuckDB.NET.Data;

namespace Analytics.Quality.Evaluation;

/// <summary>Evaluates a suite over a relation: one scan for all its expectations, and one more, up to the last row that is shown, for samples of what is unexpected.</summary>
/// <param name="connection">The connection; used by one evaluation at a time.</param>
internal sealed class SuiteEngine(DuckDBConnection connection)
{
    // Asking DuckDB for its functions costs more than a scan of a small batch: once for each engine.
    private bool _functionsKnown;

    /// <summary>Evaluates all expectations of a suite.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled: the caller has interrupted the connection, and what that broke is no result.</exception>
    public SuiteResult Evaluate(ExpectationSuite suite, Relation relation, ResultShape? shape = null, CancellationToken cancellationToken = default)
    {
        if (!_functionsKnown)
        {
            TextFunctions.Register(connection);
            _functionsKnown = true;
        }

        var results = new ExpectationResult[suite.Expectations.Count];
        var evaluators = new List<Evaluator>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            try
            {
                var evaluator = EvaluatorFactory.Create(suite.Expectations[i], relation);
                evaluator.Plan(new ScanPlan());
                evaluators.Add(evaluator);
            }
            catch (DataMismatchException mismatch)
            {
                results[i] = ExpectationResult.Raised(suite.Expectations[i], mismatch);
            }
        }

        foreach (var result in Together(evaluators, new BatchReader(connection, relation, shape ?? ResultShape.Usual), cancellationToken))
        {
            results[result.Expectation.Index] = result;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new SuiteResult(suite, results);
    }

    /// <summary>
    /// Evaluates all in one scan. When the data breaks the statement (a cast, an overflow), halves are tried until the expectation to blame is
    /// alone: its result carries the error and the others are judged.
    /// </summary>
    private static List<ExpectationResult> Together(List<Evaluator> evaluators, BatchReader reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (evaluators.Count == 0)
        {
            return [];
        }

        try
        {
            var plan = new ScanPlan();
            evaluators.ForEach(evaluator => evaluator.Plan(plan));
            var row = reader.Scan(plan);
            reader.SampleAhead(evaluators.OfType<RowEvaluator>().Select(evaluator => evaluator.SampleAhead(row, reader)).OfType<SampleRequest>());
            return [.. evaluators.Select(evaluator => Read(evaluator, row, reader, cancellationToken))];
        }
        catch (Exception error) when (evaluators.Count == 1 && (error is DuckDBException or DataMismatchException))
        {
            return [ExpectationResult.Raised(evaluators[0].Expectation, error)];
        }
        catch (Exception error) when (error is DuckDBException or DataMismatchException)
        {
            var half = evaluators.Count / 2;
            return [.. Together(evaluators[..half], reader, cancellationToken), .. Together(evaluators[half..], reader, cancellationToken)];
        }
    }

    /// <summary>The scan went well for all: what fails now is this expectation's own.</summary>
    private static ExpectationResult Read(Evaluator evaluator, ScanRow row, BatchReader reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return evaluator.Read(row, reader);
        }
        catch (Exception error) when (error is DuckDBException or DataMismatchException or InvalidOperationException or FormatException or OverflowException or InvalidCastException)
        {
            return ExpectationResult.Raised(evaluator.Expectation, error);
        }
    }
}
