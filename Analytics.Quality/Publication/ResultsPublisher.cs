using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Quality.Reports;
using Analytics.Quality.Settlement;
using Analytics.Quality.Sql;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults.Faults;

namespace Analytics.Quality.Publication;

/// <summary>
/// Publishes what the gold commits say about quality, at most once an interval: to the topic, then to the table, whose txn is the cursor.
/// A crash or an unreachable Kafka only delays: everything is read from the log again.
/// </summary>
internal sealed partial class ResultsPublisher(
    LakeLayout layout, IResultsTopic topic, ReportKeeper reports, GateBoard board, FaultPoints faults, TimeProvider time, ILogger<ResultsPublisher> logger) : IDisposable
{
    /// <summary>The shortest time between two publications.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop may wait for the last publication.</summary>
    private static readonly TimeSpan LastAttempt = TimeSpan.FromSeconds(1.5);

    /// <summary>Settlements per table and publication: bounds one statement when much is behind.</summary>
    private const int MaxSettlements = 500;

    private readonly QualityDatabase _database = new();
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);
    private ResultsTable? _table;

    private ResultsTable Table => _table ??= new ResultsTable(layout, _database);

    /// <summary>Gold version of a table up to which results are published; -1 for none.</summary>
    public long PublishedVersion(string table) => Table.PublishedVersion(table);

    /// <summary>Publishes for all gates until cancelled.</summary>
    public async Task RunAsync(IReadOnlyList<Gate> gates, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var (table, settlements) in await PublishAllAsync(gates, cancellationToken))
                {
                    reports.Publish(table, settlements);
                }
            }
        }
        finally
        {
            // What settled since the last interval, without reports: time is short. With Kafka gone before us, the next start publishes it.
            using var last = new CancellationTokenSource(LastAttempt, time);
            await PublishAllAsync(gates, last.Token);
        }
    }

    private async Task<IReadOnlyList<(string Table, IReadOnlyList<PublishedSettlement> Settlements)>> PublishAllAsync(IReadOnlyList<Gate> gates, CancellationToken cancellationToken)
    {
        var published = new List<(string, IReadOnlyList<PublishedSettlement>)>();
        foreach (var gate in gates)
        {
            published.Add((gate.Table, await PublishAsync(gate.Table, gate.PublishedVersion, cancellationToken)));
        }

        return published;
    }

    /// <summary>Publishes the settlements of a table up to a gold version.</summary>
    /// <returns>What was published; empty when there was nothing, or it has to be tried again.</returns>
    public async Task<IReadOnlyList<PublishedSettlement>> PublishAsync(string table, long upTo, CancellationToken cancellationToken)
    {
        try
        {
            var from = Table.PublishedVersion(table) + 1;
            var to = Math.Min(upTo, from + MaxSettlements - 1);
            if (from > to)
            {
                return [];
            }

            var settlements = Read(new DeltaTable(layout.Gold(table)), from, to);
            if (settlements.Count > 0)
            {
                faults.Reach(Fault.BeforeResults);
                WriterLock.RequireHeld(layout.Root);
                await topic.PublishAsync(layout.Pipeline, table, settlements, cancellationToken);
                faults.Reach(Fault.AfterResultsTopic);
            }

            Table.Publish(table, settlements, to);
            faults.Reach(Fault.AfterResults);
            _failures.Remove(table);
            board.PublicationFailure = _failures.Values.FirstOrDefault();
            return settlements;
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConcurrentWriterException))
        {
            // The next interval tries again; one line says so, not one every five seconds.
            if (_failures.TryAdd(table, error.Message))
            {
                LogDelayed(table, error.Message);
            }

            board.PublicationFailure = error.Message;
            _table = null;
            return [];
        }
    }

    public void Dispose() => _database.Dispose();

    private static List<PublishedSettlement> Read(DeltaTable gold, long from, long to)
    {
        var settlements = new List<PublishedSettlement>();
        for (var version = from; version <= to; version++)
        {
            if (gold.ReadCommit(version) is { } commit && GateState.Read(commit) is { Decision: null } audit)
            {
                settlements.Add(new PublishedSettlement(version, commit.Timestamp, audit, ResultRows.Failures(commit, audit)));
            }
        }

        return settlements;
    }

    [LoggerMessage(LogLevel.Warning, "{Table}: publishing quality results is delayed: {Message}")]
    private partial void LogDelayed(string table, string message);
}
