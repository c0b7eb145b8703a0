using System.Threading.Channels;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Sql;
using Analytics.Quality.Staging;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults.Faults;

namespace Analytics.Quality.Settlement;

/// <summary>
/// The gate between <c>staging/&lt;table&gt;</c> and <c>gold/&lt;table&gt;</c>. Its only memory is gold's log: after any failure it forgets what it knew
/// and reads it again.
/// </summary>
internal sealed partial class Gate : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Dividing a run costs much the same for ten rows as for ten thousand. After one that was divided the gate rests so many times as long as it worked, within
    /// bounds, and then settles all that has come meanwhile.
    /// </summary>
    private const int RestOfDivided = 6;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);

    // A batch is rarely work for more than one thread; ingest and windows need the machine too.
    private readonly QualityDatabase _database = new(threads: Math.Clamp(Environment.ProcessorCount / 2, 1, 2));
    private readonly DeltaTable _staging;
    private readonly DeltaTable _gold;
    private readonly Settler _settler;
    private readonly GateReading _reading;
    private readonly QualityTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger<Gate> _logger;
    private readonly string _table;
    private readonly LakeLayout _layout;
    private Decider? _decider;
    private long _published = -1;

    public Gate(string table, ExpectationSuite suite, LakeLayout layout, GateBoard board, QualityTelemetry telemetry, TimeProvider time, ILogger<Gate> logger)
    {
        _table = table;
        _layout = layout;
        _staging = new DeltaTable(layout.Staging(table));
        _gold = new DeltaTable(layout.Gold(table)) { Time = time };
        _settler = new Settler(_database, layout, table, suite);
        _reading = board.Of(table);
        _telemetry = telemetry;
        _time = time;
        _logger = logger;
    }

    public string Table => _table;

    public FaultPoints Faults { get; init; } = new(null);

    /// <summary>Decisions about quarantined batches, carried out between two settlements.</summary>
    public ChannelReader<DecisionRequest> Requests { get; init; } = Channel.CreateUnbounded<DecisionRequest>().Reader;

    private Decider Decider => _decider ??= new Decider(_database, _layout, _table, _gold, Faults);

    /// <summary>Gold version up to which quarantined rows are published: results may follow up to here. -1 for none.</summary>
    public long PublishedVersion => Interlocked.Read(ref _published);

    /// <summary>Settles what is staged until cancelled.</summary>
    /// <param name="resultsVersion">Gold version up to which results are published: whatever is quarantined before it is published too.</param>
    /// <param name="cancellationToken">Ends the gate.</param>
    /// <exception cref="ConcurrentWriterException">Another instance settles this table.</exception>
    public async Task RunAsync(long resultsVersion, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await FollowAsync(resultsVersion, cancellationToken);
            }
            catch (Exception error) when (error is not (OperationCanceledException or ConcurrentWriterException))
            {
                _reading.Failure = error.Message;
                LogFailed(_table, error.Message, error);
                await Task.Delay(RetryDelay, _time, cancellationToken);
            }
        }
    }

    private async Task FollowAsync(long resultsVersion, CancellationToken cancellationToken)
    {
        var state = GateState.Load(_gold);
        if (_reading.LastSettled is null && state.LastWithRows(_gold) is { } last)
        {
            // The alarm outlives the process that raised it.
            _reading.Settled(last.At, last.Rows);
        }

        var head = state.Gold?.Version ?? -1;
        Decider.Publish(Math.Max(resultsVersion, PublishedVersion), head);
        Interlocked.Exchange(ref _published, head);
        _reading.Failure = null;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var tail = new StagingTail(_staging, state.NextStagingVersion, _time);
            var staged = tail.ReadAsync(ended.Token);
            var asked = Requests.WaitToReadAsync(ended.Token).AsTask();
            while (true)
            {
                if (await Task.WhenAny(staged, asked) == staged)
                {
                    var run = await staged;
                    _reading.PendingBatches = run.Batches.Count;
                    var started = _time.GetTimestamp();
                    state = Settle(run, state);
                    _reading.PendingBatches = 0;
                    staged = ReadAsync(tail, Rest(state, _time.GetElapsedTime(started)), ended.Token);
                }
                else
                {
                    await asked;
                    state = Decide(state);
                    asked = Requests.WaitToReadAsync(ended.Token).AsTask();
                }
            }
        }
        finally
        {
            // Whoever still waits for staged batches would take them away from the next attempt.
            await ended.CancelAsync();
        }
    }

    private async Task<StagedRun> ReadAsync(StagingTail tail, TimeSpan rest, CancellationToken cancellationToken)
    {
        await Task.Delay(rest, _time, cancellationToken);
        return await tail.ReadAsync(cancellationToken);
    }

    private static TimeSpan Rest(GateState state, TimeSpan worked)
    {
        var wasDivided = state.Last is { EndOfInput: false, Rows.Quarantined: > 0 };
        return !wasDivided ? TimeSpan.Zero : worked * RestOfDivided < LongestRest ? worked * RestOfDivided : LongestRest;
    }

    private GateState Decide(GateState state)
    {
        while (Requests.TryRead(out var request))
        {
            try
            {
                (var outcome, state) = Decider.Decide(request.Decision, state);
                Interlocked.Exchange(ref _published, outcome.GoldVersion);
                if (!outcome.IsRepeat)
                {
                    _telemetry.Decided(outcome);
                    LogDecided(_table, outcome.Action, outcome.Batch, outcome.Released, outcome.Discarded);
                }

                request.Complete(outcome);
            }
            catch (DecisionRefusedException refused)
            {
                request.Fail(refused);
            }
            catch (Exception error)
            {
                // Whether it was committed, the log says: the gate starts again from there.
                request.Fail(error);
                throw;
            }
        }

        return state;
    }

    private GateState Settle(StagedRun run, GateState state)
    {
        var started = _time.GetTimestamp();
        using var activity = _telemetry.Start(_table, run);
        Faults.Reach(Fault.BeforeWrite);
        if (_settler.Prepare(run, state, activity?.Id) is not { } prepared)
        {
            return run.Split().Aggregate(state, (current, single) => Settle(single, current));
        }

        Faults.Reach(Fault.AfterWrite);
        DeltaSnapshot gold;
        try
        {
            gold = _gold.Commit(state.Gold, prepared.Transaction);
        }
        catch (FileNotLiveException)
        {
            // Compaction merged a file whose windows this settlement replaces: replace them in the merged one.
            _settler.Discard(prepared, run);
            return Settle(run, state with { Gold = _gold.Follow(state.Gold!) });
        }

        Faults.Reach(Fault.AfterCommit);
        activity?.SetTag("quality.rows.quarantined", prepared.Audit.Rows.Quarantined);
        activity?.SetTag("quality.gold.version", gold.Version);
        _telemetry.Settled(prepared.Audit, run, _time.GetElapsedTime(started));
        Report(prepared);
        Decider.Publish(prepared.Audit);
        Faults.Reach(Fault.AfterQuarantine);
        Interlocked.Exchange(ref _published, gold.Version);
        return new GateState(gold, prepared.Audit);
    }

    private void Report(PreparedSettlement settlement)
    {
        var rows = settlement.Audit.Rows;
        if (rows.Settled > 0 && _reading.Settled(_time.GetUtcNow(), rows))
        {
            LogClosed(_table, settlement.Audit.FirstBatch, settlement.Audit.LastBatch, rows.Quarantined);
        }

        if (rows.Quarantined > 0)
        {
            LogQuarantined(_table, settlement.Audit.FirstBatch, settlement.Audit.LastBatch, rows.Quarantined, rows.Settled);
        }
    }

    public void Dispose() => _database.Dispose();

    [LoggerMessage(LogLevel.Error, "{Table}: settlement failed and is tried again: {Message}")]
    private partial void LogFailed(string table, string message, Exception error);

    [LoggerMessage(LogLevel.Error, "{Table}: the gate quarantines everything: batches {First}-{Last}, {Rows} rows. Look at the suite and at the source.")]
    private partial void LogClosed(string table, long first, long last, long rows);

    [LoggerMessage(LogLevel.Information, "{Table}: {Action} of batch {Batch}: {Released} rows to gold, {Discarded} given up")]
    private partial void LogDecided(string table, QuarantineAction action, long batch, long released, long discarded);

    [LoggerMessage(LogLevel.Warning, "{Table}: batches {First}-{Last}: {Quarantined} of {Rows} rows quarantined")]
    private partial void LogQuarantined(string table, long first, long last, long quarantined, long rows);
}
