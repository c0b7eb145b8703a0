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

    /// <summary>Does whatever is due now, merges until there are none left.</summary>
    internal void Drain(CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
        {
            while (Step(table, cancellationToken))
            {
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _database.Dispose();
        _metrics.Dispose();
    }

    private TableWork Work(TableState state, Action<string>? reached) => new(
        state,
        new TableCompaction(state, _settings, _database, _metrics, reached),
        new TableRetention(state, reached),
        new TableVacuum(state, _settings, _metrics, _time),
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
                table.Retention.Step();
                table.Vacuum.Step();
                table.Log.Step();
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
