using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using Analytics.Api.Catalog;
using Analytics.Api.Verification;
using Analytics.Api.Workers;
using Microsoft.Extensions.Options;

namespace Analytics.Api.Queries;

/// <summary>Runs a statement over one snapshot of gold and streams its answer to the client.</summary>
internal sealed class QueryService(GoldCatalog catalog, FileVerification verification, WorkerPool pool, QueryMetrics metrics, IOptions<QueryOptions> options)
{
    /// <summary>This much of an answer is awaited before the first byte is sent: until then a failure is still an error of its own.</summary>
    private const int Threshold = 64 * 1024;

    /// <summary>Answers <paramref name="context"/>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Values of its parameters.</param>
    /// <param name="range">The only rows of a table that it wants; null for no such limit.</param>
    /// <exception cref="JobFailedException">The statement failed before any of the answer was sent.</exception>
    /// <exception cref="InvalidDataException">A file of a table that it may read is missing or damaged.</exception>
    /// <exception cref="FilesUnverifiedException">Too many of these files have not been read yet.</exception>
    public async Task AnswerAsync(HttpContext context, string sql, IReadOnlyDictionary<string, JsonElement> parameters, RowRange? range = null)
    {
        var format = ResultFormats.Of(context.Request);
        var cancelled = context.RequestAborted;
        var job = new QueryJob
        {
            Sql = sql,
            Parameters = parameters,
            Tables = catalog.Scans(range),
            Format = format,
            TimeoutMilliseconds = (int)options.Value.QueryTimeout.TotalMilliseconds,
            MaxRows = options.Value.MaxRows,
            MaxBytes = options.Value.MaxBytes,
        };

        await RequireFilesAsync(job, cancelled);

        // No back-pressure: the body is bounded, and a slow client must not hold a worker.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        var running = RunAsync(job, pipe.Writer, cancelled);
        try
        {
            var first = await pipe.Reader.ReadAtLeastAsync(Threshold, cancelled);
            pipe.Reader.AdvanceTo(first.Buffer.Start);
            context.Response.ContentType = ResultFormats.ContentType(format);
            if (format == ResultFormat.Csv && running.IsCompletedSuccessfully)
            {
                context.Response.Headers["X-Truncated"] = running.Result.Truncated ? "true" : "false";
            }

            await pipe.Reader.CopyToAsync(context.Response.Body, cancelled);
        }
        catch (JobFailedException) when (context.Response.HasStarted)
        {
            // Too late for an error of its own: an incomplete body tells the client.
            context.Abort();
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
        }
    }

    private async Task<JobSummary> RunAsync(QueryJob job, PipeWriter body, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var activity = QueryMetrics.Source.StartActivity("query", ActivityKind.Client);
        activity?.SetTag("db.system.name", "duckdb");
        try
        {
            var summary = await pool.RunAsync(job, body, cancellationToken);
            activity?.SetTag("db.response.returned_rows", summary.RowCount);
            metrics.Answered(Stopwatch.GetElapsedTime(started), summary.RowCount);
            await body.CompleteAsync();
            return summary;
        }
        catch (Exception exception)
        {
            var outcome = (exception as JobFailedException)?.Failure.Kind.ToString() ?? exception.GetType().Name;
            activity?.SetTag("error.type", outcome).SetStatus(ActivityStatusCode.Error);
            metrics.Failed(Stopwatch.GetElapsedTime(started), outcome);
            await body.CompleteAsync(exception);
            return new JobSummary(0, false, 0, 0, []);
        }
    }

    private async Task RequireFilesAsync(QueryJob job, CancellationToken cancellationToken)
    {
        // A statement can only read a table whose name is in its text. Mostly all of these are known to be whole, and no more need be known.
        if (verification.AreWhole(job.Tables.Where(table => job.Sql.Contains(table.Name, StringComparison.OrdinalIgnoreCase)).SelectMany(table => table.Files)))
        {
            return;
        }

        var answer = await pool.RunAsync(job with { IsQuestion = true }, PipeWriter.Create(Stream.Null), cancellationToken);
        await verification.RequireAsync(job.Tables.Where(table => answer.Reads.Contains(table.Name, StringComparer.OrdinalIgnoreCase)).SelectMany(table => table.Files), cancellationToken);
    }
}
