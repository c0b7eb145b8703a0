using System.Diagnostics;
using System.Threading.Channels;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Files;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Source;
using Analytics.Streaming.Source.Native;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// One life of ingest: memory from the log, then batches until something fails. Two stages work at the same time, one batch each: reading and parsing,
/// and deciding, writing and committing. Whatever fails ends both, and all memory goes with them.
/// </summary>
internal sealed class IngestEngine(
    IngestSettings settings,
    IRecordSource source,
    Func<IEventContracts> contracts,
    EndOfInputRequest endOfInput,
    EngineStatus status,
    StreamingMetrics metrics,
    FaultPoints faults,
    ILogger logger,
    TimeProvider time)
{
    private static readonly TimeSpan OffsetCommitInterval = TimeSpan.FromSeconds(5);

    private int _handedOver;

    /// <summary>Tells whether the topic is still the one that was read; null for a source whose topic can't change.</summary>
    public TopicWatch? Topic { get; init; }

    /// <summary>Late events to be folded in, between two batches; null for none ever.</summary>
    public FoldInRequests? FoldIns { get; init; }

    /// <summary>Runs until something fails, or the topic has gained partitions: the next life reads those too.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _handedOver = 0;
        var partitions = source.Connect(cancellationToken);
        // A failure that needs a person, or space, is shown until it is over: trying again is no news.
        if (status.State is not (EngineStates.DiskFull or EngineStates.StorageFailed or EngineStates.DamagedFile or EngineStates.PositionLost
            or EngineStates.TopicRecreated or EngineStates.DamagedTopic or EngineStates.Failed))
        {
            status.Enter(EngineStates.Recovering);
        }

        var recovered = IngestRecovery.Load(settings, cancellationToken);
        using var ids = recovered.Dedup;
        var topicId = Topic is null ? null : await Topic.IdentifyAsync(recovered.State.TopicId, cancellationToken);
        var state = recovered.State.WithPartitions(partitions, partition => source.GetOffsets(partition).First);
        recovered = recovered with { State = state with { TopicId = topicId ?? state.TopicId } };
        StartPositions.Check(source, recovered.State, settings.Pipeline.Source.Topic, partitions);
        source.Assign([.. recovered.State.Partitions.Select(partition => partition.NextOffset)]);
        status.Progress = status.Progress with
        {
            State = recovered.State,
            DedupIds = recovered.Dedup?.Count ?? 0,
            DedupBytes = recovered.Dedup?.Bytes ?? 0,
        };
        status.Enter(EngineStates.Running);
        await RunAsync(recovered, partitions, cancellationToken);
    }

    private async Task RunAsync(RecoveredIngest recovered, int partitions, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var chunks = new ChunkPool();
        using ParsedBatch one = new(chunks, partitions), other = new(chunks, partitions);
        var free = Channel.CreateBounded<ParsedBatch>(2);
        var ready = Channel.CreateBounded<ParsedBatch>(1);
        free.Writer.TryWrite(one);
        free.Writer.TryWrite(other);
        var pressure = new DedupPressure(settings.DedupBytes, settings.Delay);
        var reader = new BatchReader(settings, source, contracts(), endOfInput, status, recovered.State, pressure, time);

        var reading = Guard(() => ReadAsync(reader, recovered.State.TopicId, free.Reader, ready.Writer, stop.Token), stop);
        var writing = Guard(() => WriteAsync(recovered, pressure, ready.Reader, free.Writer, stop.Token), stop);
        var watching = Topic is null ? Task.CompletedTask : Guard(() => Topic.RunAsync(recovered.State.TopicId, partitions, stop.Token), stop);

        // All have ended before the batches and the source are disposed; the first failure is the one that is thrown.
        await Task.WhenAll(reading, writing, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var stage in (Task[])[writing, reading, watching])
        {
            if (stage.IsFaulted)
            {
                await stage;
            }
        }
    }

    private static Task Guard(Func<Task> stage, CancellationTokenSource stop) => Task.Run(async () =>
    {
        try
        {
            await stage();
        }
        finally
        {
            await stop.CancelAsync();
        }
    });

    private async Task ReadAsync(BatchReader reader, string? topicId, ChannelReader<ParsedBatch> free, ChannelWriter<ParsedBatch> ready, CancellationToken cancellationToken)
    {
        while (true)
        {
            var batch = await free.ReadAsync(cancellationToken);
            await reader.ReadAsync(batch, () => Volatile.Read(ref _handedOver) == 0, cancellationToken);
            batch.SameTopic = Topic is not null && batch.Records.Count > 0 ? Topic.ConfirmAsync(topicId, cancellationToken) : Task.CompletedTask;
            Interlocked.Increment(ref _handedOver);
            await ready.WriteAsync(batch, cancellationToken);
        }
    }

    private async Task WriteAsync(
        RecoveredIngest recovered,
        DedupPressure pressure,
        ChannelReader<ParsedBatch> ready,
        ChannelWriter<ParsedBatch> free,
        CancellationToken cancellationToken)
    {
        using SideRecords deadLetters = new(settings.Pipeline.Source.Topic), late = new(settings.Pipeline.Source.Topic);
        var decider = new BatchDecider(recovered.Dedup, settings.Delay);
        var committer = new BatchCommitter(settings, faults);
        var (snapshot, state, dedup) = recovered;
        var offsetsCommitted = time.GetTimestamp();
        var foldIn = new FoldInTurn(new FoldIn(settings, contracts, committer), FoldIns ?? new FoldInRequests(), metrics);
        var asked = FoldIns?.WaitAsync(cancellationToken) ?? Task.Delay(Timeout.Infinite, cancellationToken);
        while (true)
        {
            if (asked.IsCompleted)
            {
                await asked;
                (state, snapshot) = await foldIn.RunAsync(state, snapshot, prepared => prepared.Remember(dedup), cancellationToken);
                status.Progress = status.Progress with { State = state };
                asked = FoldIns!.WaitAsync(cancellationToken);
            }

            if (!ready.TryRead(out var batch))
            {
                await Task.WhenAny(ready.WaitToReadAsync(cancellationToken).AsTask(), asked);
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            var started = time.GetTimestamp();
            using var activity = StartActivity(batch);
            deadLetters.Clear();
            late.Clear();
            var outcome = decider.Decide(state, batch, deadLetters, late);
            var decided = time.GetElapsedTime(started);
            if (IsWorthACommit(batch, state, outcome.State))
            {
                await batch.SameTopic;
                snapshot = committer.Commit(snapshot, state, outcome, batch, deadLetters, late, activity);
                metrics.Committed(outcome, batch, decided, time.GetElapsedTime(started) - decided, activity);
                state = outcome.State;
            }
            else
            {
                state = outcome.State with { NextBatch = state.NextBatch };
            }

            if (state.Watermark is { } watermark)
            {
                dedup?.Advance(watermark);
            }

            if (dedup is not null && pressure.Update(dedup, state))
            {
                Report(pressure.IsOver, dedup);
            }

            var times = new BatchTimes(batch.FetchTime, batch.ParseTime, decided, time.GetElapsedTime(started) - decided);
            status.Progress = Progress(status.Progress, state, dedup, batch, times) with { IsDedupLimited = pressure.IsOver };
            metrics.Observe(status.Progress, time);
            var isBehind = batch.Records.Count >= settings.BatchRecords || batch.Records.Bytes >= settings.BatchBytes;
            batch.Reset();
            Interlocked.Decrement(ref _handedOver);
            free.TryWrite(batch);
            if (time.GetElapsedTime(offsetsCommitted) >= OffsetCommitInterval)
            {
                source.CommitOffsets([.. state.Partitions.Select(partition => partition.NextOffset)]);
                offsetsCommitted = time.GetTimestamp();
                if (!isBehind)
                {
                    NativeHeap.GiveBackFreed();
                }
            }
        }
    }

    private void Report(bool isOver, DedupIndex dedup)
    {
        if (isOver)
        {
            logger.LogWarning(
                "The index of known ids has {Bytes} bytes for {Ids} ids, more than Streaming:DedupBytes = {Limit}: ingest slows down until the watermark has passed some of them",
                dedup.Bytes, dedup.Count, settings.DedupBytes);
        }
        else
        {
            logger.LogInformation("The index of known ids is within Streaming:DedupBytes again: {Bytes} bytes", dedup.Bytes);
        }
    }

    /// <summary>The batch's span: a child of the first sampled event's, so that one trace leads from the producer to gold, and linked to the others.</summary>
    private static Activity? StartActivity(ParsedBatch batch) => batch.Links is [var first, .. var others]
        ? StreamingMetrics.Source.StartActivity("ingest", ActivityKind.Consumer, first.Context, links: others)
        : StreamingMetrics.Source.StartActivity("ingest", ActivityKind.Consumer);

    /// <summary>Nothing is committed while nothing happens: only records, a watermark that idling moved on, and the end of the input.</summary>
    private static bool IsWorthACommit(ParsedBatch batch, IngestState before, IngestState after) =>
        batch.Records.Count > 0 || before.Watermark != after.Watermark || before.EndOfInput != after.EndOfInput;

    private IngestProgress Progress(IngestProgress before, IngestState state, DedupIndex? dedup, ParsedBatch batch, BatchTimes times)
    {
        var seconds = Math.Max(Math.Max((times.Fetch + times.Parse).TotalSeconds, (times.Decide + times.Write).TotalSeconds), 0.001);
        var rate = batch.Records.Count / seconds;
        return new IngestProgress
        {
            State = state,
            Lag = [.. state.Partitions.Select(partition => source.EndOffset(partition.Partition) is { } end ? Math.Max(0, end - partition.NextOffset) : (long?)null)],
            LastBatchRecords = batch.Records.Count,
            LastBatchTimes = times,
            Times = before.Times + times,
            Rate = before.Rate == 0 ? rate : (before.Rate * 0.8) + (rate * 0.2),
            DedupIds = dedup?.Count ?? 0,
            DedupBytes = dedup?.Bytes ?? 0,
        };
    }
}
