using System.IO.Pipelines;
using Analytics.Api.Catalog;
using Analytics.Api.Queries;
using Analytics.Api.Verification;
using Analytics.Api.Workers;
using Microsoft.Extensions.Options;

namespace Analytics.Api.Live;

/// <summary>
/// The views that somebody watches. Each is computed when gold has moved, at most once an interval, and one at a time in all: however many clients there
/// are, live views take one worker at most.
/// </summary>
internal sealed class LiveFeeds(
    GoldCatalog catalog, FileVerification verification, WorkerPool pool, IOptions<LiveOptions> options, IOptions<QueryOptions> queries, TimeProvider time, ILogger<LiveFeeds> logger) : IDisposable
{
    private readonly Dictionary<(string Table, string Sql), LiveFeed> _feeds = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Watches a view until the answer is disposed of.</summary>
    /// <param name="table">The window table.</param>
    /// <param name="sql">The statement over its view.</param>
    /// <param name="key">The columns that tell rows apart.</param>
    /// <exception cref="BadHttpRequestException">There are too many different views.</exception>
    public LiveWatch Watch(string table, string sql, IReadOnlyList<string> key)
    {
        lock (_feeds)
        {
            if (!_feeds.TryGetValue((table, sql), out var feed))
            {
                if (_feeds.Count >= options.Value.Views)
                {
                    throw new BadHttpRequestException(
                        $"{_feeds.Count} different live views are being watched, which is the limit (Api:Live:Views). Watch one of them, or ask for one answer with once=true.",
                        StatusCodes.Status503ServiceUnavailable);
                }

                feed = _feeds[(table, sql)] = new LiveFeed();
                var started = feed;
                _ = Task.Run(() => RunAsync(started, table, sql, key), CancellationToken.None);
            }

            feed.Watchers++;
            return new LiveWatch(feed, () => Leave(table, sql, feed));
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Leave(string table, string sql, LiveFeed feed)
    {
        lock (_feeds)
        {
            if (--feed.Watchers == 0)
            {
                _feeds.Remove((table, sql));
                feed.Ended.Cancel();
            }
        }
    }

    private async Task RunAsync(LiveFeed feed, string table, string sql, IReadOnlyList<string> key)
    {
        var cancellationToken = feed.Ended.Token;
        (long, long)? computed = null;
        LiveRows? before = null;
        try
        {
            while (true)
            {
                try
                {
                    if (catalog.LiveVersions(table) is var versions && versions != computed)
                    {
                        before = await ComputeAsync(feed, table, sql, key, before, cancellationToken);
                        computed = versions;
                    }
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Fail(feed, table, error);
                    before = null;
                }

                await Task.Delay(options.Value.Interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
            feed.Ended.Dispose();
        }
    }

    private async Task<LiveRows> ComputeAsync(
        LiveFeed feed, string table, string sql, IReadOnlyList<string> key, LiveRows? before, CancellationToken cancellationToken)
    {
        LiveMoment moment;
        using var answer = new MemoryStream();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            moment = catalog.Live(table);
            await verification.RequireAsync(moment.Scans.Where(scan => scan.Name == moment.Table.Name).SelectMany(scan => scan.Files), cancellationToken);
            var body = PipeWriter.Create(answer, new StreamPipeWriterOptions(leaveOpen: true));
            await pool.RunAsync(
                new QueryJob
                {
                    Sql = sql,
                    Tables = moment.Scans,
                    Format = ResultFormat.Json,
                    TimeoutMilliseconds = (int)queries.Value.QueryTimeout.TotalMilliseconds,
                    MaxRows = options.Value.MaxRows,
                    MaxBytes = queries.Value.MaxBytes,
                },
                body,
                cancellationToken);
            await body.CompleteAsync();
        }
        finally
        {
            _turn.Release();
        }

        var rows = new LiveRows(answer.GetBuffer().AsMemory(0, (int)answer.Length), key);
        var sequence = (feed.Current?.Sequence ?? 0) + 1;
        var changes = before is null ? null : rows.Changes(before, moment, sequence);
        if (before is null || changes is not null)
        {
            feed.Publish(new LiveState(sequence, rows.Snapshot(moment, sequence), changes, Failure: null));
        }

        return rows;
    }

    private void Fail(LiveFeed feed, string table, Exception error)
    {
        if (feed.Current?.Failure?.Message != error.Message)
        {
            logger.LogWarning("Live view of {Table}: {Message}", table, error.Message);
            feed.Publish(new LiveState((feed.Current?.Sequence ?? 0) + 1, [], null, error));
        }
    }
}
