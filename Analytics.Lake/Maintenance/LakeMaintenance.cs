using System.Collections.Concurrent;
using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>
/// Keeps the tables of one owner small while they are written: merges small files upwards, removes rows that nobody needs, deletes files that no version
/// names any more and versions that a checkpoint has replaced. It runs in the owner's process under the lock of its role, one small step at a time, and takes a bounded share of one processor. Writers and readers need not know of it.
/// </summary>
public sealed class LakeMaintenance : IDisposable
{
    /// <summary>The step at which a merged file is written but not committed; told to <c>reached</c>.</summary>
    public const string AfterWrite = "compaction.after_write";

    /// <summary>The step after the commit of a merge; told to <c>reached</c>.</summary>
    public const string AfterCommit = "compaction.after_commit";

    /// <summary>The step at which a vacuum has deleted its first file; told to <c>reached</c>.</summary>
    public const string MidVacuum = "vacuum.mid_delete";

    /// <summary>The step at which the first orphan of a start is deleted; told to <c>reached</c>.</summary>
    public const string MidOrphans = "orphans.mid_delete";

    /// <summary>The step before files that nobody needs are removed; told to <c>reached</c>.</summary>
    public const string BeforeRetention = "retention.before_commit";

    /// <summary>The step after that commit; told to <c>reached</c>.</summary>
    public const string AfterRetention = "retention.after_commit";

    /// <summary>The step before each version of a log that is deleted; told to <c>reached</c>.</summary>
    public const string BeforeLogCleanup = "log_cleanup.before_delete";

    private static readonly TimeSpan VacuumInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly MaintenanceSettings _settings;
    private readonly TimeProvider _time;
    private readonly Action<string, Exception>? _failed;
    private readonly MaintenanceDatabase _database;
    private readonly MaintenanceMetrics _metrics = new();
    private readonly List<TableWork> _tables;
    private readonly ConcurrentQueue<TaskCompletionSource<IReadOnlyList<MaintenanceReport>>> _requests = new();

    /// <summary>Names the tables; nothing is read yet.</summary>
    /// <param name="tables">The tables of one owner.</param>
    /// <param name="settings">How to keep them.</param>
    /// <param name="temporaryDirectory">A folder for spilling; it need not exist.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Told the table and the failure; that table is then left alone for a minute.</param>
    /// <param name="reached">Told named steps, for tests that kill or interfere there.</param>
    public LakeMaintenance(
        IEnumerable<MaintainedTable> tables,
        MaintenanceSettings settings,
        string temporaryDirectory,
        TimeProvider time,
        Action<string, Exception>? failed = null,
        Action<string>? reached = null)
    {
        _settings = settings;
        _time = time;
        _failed = failed;
        _database = new MaintenanceDatabase(temporaryDirectory);
        _tables = [.. tables.Select(table => Work(new TableState(table, time), reached))];
    }

    /// <summary>Deletes what a crash of the owner left behind. To be called under the role's lock before the owner writes anything.</summary>
    public void DeleteOrphans()
    {
        foreach (var table in _tables.Where(_ => _settings.Enabled))
        {
            Guard(table, () => table.Vacuum.DeleteOrphans());
        }
    }

    /// <summary>Works until cancelled.</summary>
    /// <exception cref="ConcurrentWriterException">Another instance maintains the tables: this one must end.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_settings.Enabled)
        {
            return;
        }

        while (true)
        {
            AnswerRequests(cancellationToken);
            var worked = false;
            foreach (var table in _tables)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var started = _time.GetTimestamp();
                worked |= Step(table, cancellationToken);
                await RestAsync(_time.GetElapsedTime(started), cancellationToken);
            }

            if (!worked)
            {
                await Task.Delay(_settings.Interval, _time, cancellationToken);
            }
        }
    }

    /// <summary>Has a running maintenance do all there is to do at once, without rests.</summary>
    /// <returns>The tables afterwards.</returns>
    /// <exception cref="InvalidOperationException">Maintenance is switched off.</exception>
    public Task<IReadOnlyList<MaintenanceReport>> RequestAsync()
    {
        if (!_settings.Enabled)
        {
            throw new InvalidOperationException($"{MaintenanceSettings.Section}:{nameof(MaintenanceSettings.Enabled)} is false: maintenance is switched off.");
        }

        var request = new TaskCompletionSource<IReadOnlyList<MaintenanceReport>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Enqueue(request);
        return request.Task;
    }

    /// <summary>Does whatever there is to do, merges until there are none left.</summary>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The tables that exist, afterwards.</returns>
    /// <exception cref="ConcurrentWriterException">Another instance maintains the tables.</exception>
    public IReadOnlyList<MaintenanceReport> Drain(CancellationToken cancellationToken)
    {
        var reports = new List<MaintenanceReport>();
        foreach (var table in _tables)
        {
            var merges = 0;
            (table.NextStep, table.NextVacuum, table.Failure) = (default, default, null);
            for (; Step(table, cancellationToken); merges++)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (table.State.Snapshot is { } snapshot)
            {
                reports.Add(new MaintenanceReport(table.State.Name, snapshot.Version, snapshot.Files.Count, snapshot.RowCount, merges, table.Removed, table.Deleted, table.Versions, table.Failure));
            }
        }

        return reports;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _database.Dispose();
        _metrics.Dispose();
    }

    private void AnswerRequests(CancellationToken cancellationToken)
    {
        while (_requests.TryDequeue(out var request))
        {
            try
            {
                request.SetResult(Drain(cancellationToken));
            }
            catch (Exception error)
            {
                request.SetException(error);
                throw;
            }
        }
    }

    private TableWork Work(TableState state, Action<string>? reached) => new(
        state,
        new TableCompaction(state, _settings, _database, _metrics, reached),
        new TableRetention(state, reached),
        new TableVacuum(state, _settings, _metrics, _time, reached),
        new LogCleanup(state, _settings, _metrics, _time, reached));

    private bool Step(TableWork table, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (now < table.NextStep)
        {
            return false;
        }

        return Guard(table, () =>
        {
            if (now >= table.NextVacuum)
            {
                table.NextVacuum = now + VacuumInterval;
                table.Removed = table.Retention.Step();
                table.Deleted = table.Vacuum.Step();
                table.Versions = table.Log.Step();
            }

            return table.Compaction.Step(cancellationToken);
        });
    }

    private void Guard(TableWork table, Action work) => Guard(table, () =>
    {
        work();
        return false;
    });

    private bool Guard(TableWork table, Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConcurrentWriterException))
        {
            table.NextStep = _time.GetUtcNow() + PauseAfterFailure;
            table.Failure = error.Message;
            _failed?.Invoke(table.State.Name, error);
            return false;
        }
    }

    /// <summary>Leaves the processor to others for as long as the share asks.</summary>
    private async Task RestAsync(TimeSpan worked, CancellationToken cancellationToken)
    {
        var rest = worked * ((1 / _settings.ProcessorShare) - 1);
        if (rest >= TimeSpan.FromMilliseconds(1))
        {
            await Task.Delay(rest, _time, cancellationToken);
        }
    }
}
