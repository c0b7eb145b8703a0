using System.Runtime.ExceptionServices;
using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Windows;

/// <summary>
/// Tails <c>gold/events</c> and runs each table's windows when they close or become dirty. Several gold versions are taken at once when it is behind.
/// What it knows comes from the logs, so a restart goes on where the newest commits stand.
/// </summary>
internal sealed class WindowWorker(
    IngestSettings settings,
    WindowDatabase database,
    EngineStatus status,
    StreamingMetrics metrics,
    FaultPoints faults,
    ILogger<WindowWorker> logger,
    TimeProvider time,
    RebuildRequests rebuilds)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>What computes the rows; DuckDB unless told otherwise.</summary>
    public IWindowStatements Statements { get; init; } = new DuckDbWindows(settings);

    private readonly DeltaTable _gold = new(settings.Lake.Gold(LakeLayout.Events));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (settings.Pipeline.Tables.Count == 0)
        {
            return;
        }

        List<WindowTableState> tables = [.. settings.Pipeline.Tables.Select(table => WindowTableState.Load(settings.Lake, table))];
        var run = new WindowRun(settings.Pipeline, _gold, database, Statements, status, metrics, faults, time);
        var snapshot = await LoadGoldAsync(cancellationToken);
        var spread = Spread(snapshot.Files);
        AuditCommit? audit = null;
        if (_gold.FindLatestCommit(snapshot.Version, AuditCommit.Key) is { } newest)
        {
            audit = Audit(newest);
        }

        CatchUp(tables, snapshot.Version, spread);
        while (true)
        {
            rebuilds.HandOut(tables);
            var due = audit is null ? null : Run(run, tables, snapshot, audit, spread, cancellationToken);
            var commit = await NextCommitAsync(snapshot.Version + 1, due, cancellationToken);
            for (var next = commit; next is not null; next = _gold.ReadCommit(snapshot.Version + 1))
            {
                snapshot = snapshot.Apply(next);
                audit = Audit(next) ?? audit;
                spread = Join(spread, Spread(next.Added));
                Note(tables, next);
            }
        }
    }

    /// <summary>
    /// One run over what there is now, with the rebuilds that have been asked for; nothing when gold is empty.
    /// The failure of a table is thrown after the others have been run.
    /// </summary>
    public void RunOnce(CancellationToken cancellationToken)
    {
        List<WindowTableState> tables = [.. settings.Pipeline.Tables.Select(table => WindowTableState.Load(settings.Lake, table))];
        if (_gold.Load() is not { } snapshot || _gold.FindLatestCommit(snapshot.Version, AuditCommit.Key) is not { } newest)
        {
            return;
        }

        var spread = Spread(snapshot.Files);
        CatchUp(tables, snapshot.Version, spread);
        rebuilds.HandOut(tables);
        Run(new WindowRun(settings.Pipeline, _gold, database, Statements, status, metrics, faults, time), tables, snapshot, Audit(newest)!, spread, cancellationToken);
        if (tables.Find(table => table.Failure is not null) is { } failed)
        {
            ExceptionDispatchInfo.Throw(failed.Failure!.Error);
        }
    }

    /// <summary>Waits for a gold version, at most until a table that was held back is due or windows are to be computed again: then null.</summary>
    private async Task<DeltaCommit?> NextCommitAsync(long version, TimeSpan? due, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (_gold.ReadCommit(version) is { } commit)
            {
                return commit;
            }

            if (time.GetElapsedTime(started) >= due || rebuilds.IsWaiting)
            {
                return null;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>Gold as it is, once it is there: its first commits may have been cleaned up, so no version is waited for.</summary>
    private async Task<DeltaSnapshot> LoadGoldAsync(CancellationToken cancellationToken)
    {
        DeltaSnapshot? snapshot;
        while ((snapshot = _gold.Load()) is null)
        {
            await Task.Delay(Poll, time, cancellationToken);
        }

        return snapshot;
    }

    private static AuditCommit? Audit(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind == JsonValueKind.Object && commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var value)
            ? value.Deserialize(CommitJson.Default.AuditCommit)
            : null;

    private static TimeSpread? Join(TimeSpread? left, TimeSpread? right) => (left, right) switch
    {
        (null, _) => right,
        (_, null) => left,
        ({ } a, { } b) => new TimeSpread(Math.Min(a.First, b.First), Math.Max(a.Last, b.Last)),
    };

    private TimeSpread? Spread(IEnumerable<DataFile> files)
    {
        TimeSpread? all = null;
        foreach (var file in files)
        {
            all = Join(all, Spread(file));
        }

        return all;
    }

    private TimeSpread? Spread(DataFile file) =>
        file.Statistics.TryGetValue(settings.Pipeline.Source.Time, out var statistics) && statistics is { Min: long first, Max: long last }
            ? new TimeSpread(first, last)
            : null;

    /// <summary>
    /// Reads again what gold has gained since the oldest of the tables' commits: there may be dirty windows among it. Where a commit has been cleaned up,
    /// any window may be: all are computed anew.
    /// </summary>
    private void CatchUp(List<WindowTableState> tables, long goldVersion, TimeSpread? all)
    {
        foreach (var table in tables.Where(table => table.ClosedTo is not null))
        {
            for (var version = table.GoldVersion + 1; version <= goldVersion; version++)
            {
                if (_gold.ReadCommitIfKept(version) is { } commit)
                {
                    Note([table], commit);
                }
                else if (all is { } spread)
                {
                    logger.LogWarning("{Table}: gold version {Version} was cleaned up before it was read; all windows are computed again", table.Definition.Name, version);
                    table.Added.Add(spread);
                    break;
                }
            }
        }
    }

    private void Note(IEnumerable<WindowTableState> tables, DeltaCommit commit)
    {
        if (!commit.DataChange)
        {
            return;
        }

        foreach (var file in commit.Added)
        {
            if (Spread(file) is not { } spread)
            {
                continue;
            }

            // Only events of closed windows matter: the others are found in gold when their windows close.
            foreach (var table in tables.Where(table => spread.First < table.ClosedTo))
            {
                table.Added.Add(spread);
            }
        }
    }

    /// <summary>Runs the tables that have something to do. One that fails is tried again later, and does not hold up the others.</summary>
    /// <returns>After how long a table that was held back or has failed is due; null when there is none.</returns>
    private TimeSpan? Run(
        WindowRun run,
        List<WindowTableState> tables,
        DeltaSnapshot snapshot,
        AuditCommit audit,
        TimeSpread? spread,
        CancellationToken cancellationToken)
    {
        var gold = new GoldProgress(audit.Watermark, audit.EndOfInput, spread?.First, spread?.Last);
        TimeSpan? due = null;
        for (var index = 0; index < tables.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var table = tables[index];
            var rebuild = table.TakeRebuild();
            if ((snapshot.Version <= table.GoldVersion && rebuild is null) || (table.Plan(gold) ?? table.Note(snapshot.Version)) is not { } plan)
            {
                rebuild?.Done(null);
                continue;
            }

            if (rebuild is null && Rest(table, plan) is var rest && rest > TimeSpan.Zero)
            {
                due = due < rest ? due : rest;
                continue;
            }

            table.LastRun = time.GetTimestamp();
            try
            {
                run.Execute(table, plan, snapshot, audit.TraceParent, cancellationToken);
                table.Failure = null;
                rebuild?.Done(table.Snapshot!.Version);
            }
            catch (Exception error) when (error is not ConcurrentWriterException && !cancellationToken.IsCancellationRequested)
            {
                rebuild?.Failed(error.Message);
                tables[index] = Failed(table, error, snapshot.Version, spread);
                due = due < tables[index].Failure!.Wait ? due : tables[index].Failure!.Wait;
                continue;
            }
            catch (Exception error)
            {
                rebuild?.Failed(error.Message);
                throw;
            }

            logger.LogDebug("{Table}: {Ranges} ranges from gold version {Version}", table.Definition.Name, plan.Ranges.Count, snapshot.Version);
        }

        return due;
    }

    /// <summary>Forgets what is known of a table whose run failed: it starts again from the logs, as after a crash.</summary>
    private WindowTableState Failed(WindowTableState table, Exception error, long goldVersion, TimeSpread? spread)
    {
        var state = Supervision.StateOf(error) is var general && general == EngineStates.Failed ? EngineStates.WindowsFailed : general;
        if (status.NoteFailure($"windows of {table.Definition.Name}", state, error.Message) || table.Failure?.Error.Message != error.Message)
        {
            logger.LogError(error, "Windows of {Table}: {State}. Other tables go on; this one is tried again", table.Definition.Name, state);
        }

        var anew = WindowTableState.Load(settings.Lake, table.Definition);
        anew.Failure = WindowFailure.After(table.Failure, error, time);
        CatchUp([anew], goldVersion, spread);
        return anew;
    }

    /// <summary>
    /// How long a table still has to wait: after a failure, and after a run. Any event may end a session, and each run computes all open ones anew; fixed windows
    /// of a topic that is behind close many times a second, and each run reads the files at the edges of its range again.
    /// </summary>
    private TimeSpan Rest(WindowTableState table, WindowPlan plan)
    {
        if (table.Failure is { } failure)
        {
            return failure.Wait - time.GetElapsedTime(failure.At);
        }

        var interval = table.Sessions is null ? settings.WindowInterval : settings.SessionInterval;
        return !plan.EndOfInput && table.LastRun is { } last ? interval - time.GetElapsedTime(last) : TimeSpan.Zero;
    }
}
