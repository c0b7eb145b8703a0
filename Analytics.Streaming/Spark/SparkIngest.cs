using Analytics.Contracts.Sql.Spark;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.SparkConnect;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Files;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;
using Analytics.Streaming.Windows;

namespace Analytics.Streaming.Spark;

/// <summary>
/// One life of ingest on Spark: starts the query, takes its batches into the lake, and watches it, until something fails or a record comes whose schema may be a new one.
/// </summary>
internal sealed class SparkIngest(
    IngestSettings settings,
    SparkSettings spark,
    KafkaSettings kafka,
    RegisteredSchemas schemas,
    IRecordSource source,
    Func<IEventContracts> contracts,
    TopicWatch topic,
    WindowDatabase database,
    EndOfInputRequest endOfInput,
    FoldInRequests foldIns,
    SparkLive live,
    EngineStatus status,
    StreamingMetrics metrics,
    FaultPoints faults,
    ILogger logger,
    TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(4);

    private readonly SparkFolders _folders = new(settings.Lake);

    /// <summary>Runs until something fails, or the query has to be compiled anew.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var partitions = await Task.Run(() => source.Connect(cancellationToken), cancellationToken);
        if (status.State is EngineStates.Starting or EngineStates.WaitingForKafka or EngineStates.WaitingForTopic or EngineStates.WaitingForRegistry)
        {
            status.Enter(EngineStates.Recovering);
        }

        var table = new DeltaTable(settings.Lake.Staging(LakeLayout.Events));
        var snapshot = table.Load();
        var state = snapshot is null ? new IngestState() : IngestRecovery.LoadState(settings, table, snapshot);
        CheckOrigin(snapshot, state);
        var topicId = await topic.IdentifyAsync(state.TopicId, cancellationToken);
        state = state with { TopicId = topicId ?? state.TopicId };

        // In this order: what a record before an end says of its schema, the registry had been told.
        var offsets = await Task.Run(() => Enumerable.Range(0, partitions).Select(source.GetOffsets).ToArray(), cancellationToken);
        var known = await schemas.LoadAsync(cancellationToken);
        var contract = SparkContractSql.Create(
            settings.Pipeline.Source,
            settings.Pipeline.Columns,
            known,
            maxValueBytes: settings.MaxValueBytes,
            ends: offsets.Index().ToDictionary(range => range.Index, range => range.Item.Next),
            absent: schemas.Absent,
            conflict: schema => snapshot?.Schema.ConflictWith(EventColumns.Schema(schema.Columns)));

        using var dropped = new DroppedRecords(settings, source, contracts(), time);
        var importer = new StageImporter(settings, _folders, database, dropped, faults, contract.Columns);
        importer.DeleteTaken(state);
        using var session = new SparkSession(spark.Connection, time: time);
        var query = await new SparkQuery(settings, spark, _folders, kafka).StartAsync(session, contract, [.. offsets.Select(range => range.First)], cancellationToken);
        logger.LogInformation("Spark query {Name} runs at {Server}, run {Run}", query.Name, spark.Connection, query.RunId);
        await live.PrepareAsync(session, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = topic.RunAsync(state.TopicId, partitions, stop.Token);
        try
        {
            await FollowAsync(query, importer, snapshot, state, watching, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await StopAsync(session, query);
        }
    }

    private async Task FollowAsync(
        StreamingQuery query,
        StageImporter importer,
        DeltaSnapshot? snapshot,
        IngestState state,
        Task watching,
        CancellationToken cancellationToken)
    {
        var progress = new BatchProgress(query, metrics);
        var end = new InputEnd(source, endOfInput);
        var foldIn = new FoldInTurn(new FoldIn(settings, contracts, new BatchCommitter(settings, faults)), foldIns, metrics);
        var watched = time.GetTimestamp();
        var asked = watched;
        try
        {
            while (true)
            {
                var started = time.GetTimestamp();
                if (importer.Pending(state) is { } batches)
                {
                    await topic.ConfirmAsync(state.TopicId, cancellationToken);
                    await progress.RefreshAsync(cancellationToken);
                    var imported = await Task.Run(() => importer.ImportAsync(batches, snapshot, state, progress.Newest?.State, cancellationToken), cancellationToken);
                    metrics.Imported(state, imported.State, time.GetElapsedTime(started));
                    (snapshot, state) = imported;
                    status.Enter(EngineStates.Running);
                }
                else if (await IsAtEndAsync(end, state, cancellationToken))
                {
                    (snapshot, state) = importer.End(snapshot, state);
                }

                (state, snapshot) = await foldIn.RunAsync(state, snapshot, _ => { }, cancellationToken);

                if (watching.IsCompleted)
                {
                    await watching;
                    return;
                }

                if (time.GetElapsedTime(watched) > Watch)
                {
                    if (await IsOutdatedAsync(query, cancellationToken))
                    {
                        logger.LogInformation("A record's schema may be newer than the query {Name}: the registry is asked, and the query starts again from its checkpoint", query.Name);
                        metrics.SparkRestarts("outdated_schemas");
                        return;
                    }

                    if (time.GetElapsedTime(asked) > AskAgain)
                    {
                        if (await schemas.HasComeAsync(cancellationToken))
                        {
                            logger.LogInformation("A schema that records had without its being registered is there now: the query {Name} starts again from its checkpoint", query.Name);
                            metrics.SparkRestarts("outdated_schemas");
                            return;
                        }

                        asked = time.GetTimestamp();
                    }

                    await ObserveAsync(progress, state, cancellationToken);
                    await live.WatchAsync(cancellationToken);
                    watched = time.GetTimestamp();
                }

                await Task.Delay(Poll, time, cancellationToken);
            }
        }
        finally
        {
            if (end.IsPending)
            {
                // The next life has not heard of it.
                endOfInput.Post();
            }
        }
    }

    private static async Task<bool> IsAtEndAsync(InputEnd end, IngestState state, CancellationToken cancellationToken) =>
        !state.EndOfInput && state.Partitions.Count > 0
        && await Task.Run(() => end.IsReached([.. state.Partitions.Select(partition => partition.NextOffset)]), cancellationToken);

    /// <summary>The numbers of batches and files mean something only with the checkpoint that they come from.</summary>
    private void CheckOrigin(DeltaSnapshot? snapshot, IngestState state)
    {
        if (snapshot is null)
        {
            return;
        }

        var checkpoint = new QueryCheckpoint(_folders.Checkpoint, settings.Pipeline.Source.Topic).Id;
        if (state.Spark is null)
        {
            throw new PositionLostException(
                EngineStates.PositionLost, $"The newest batch of {settings.Lake.Staging(LakeLayout.Events)} is the embedded engine's: Spark can't go on from there. Choose another --data, or --engine embedded.");
        }

        if (state.Spark.Checkpoint != checkpoint)
        {
            throw new PositionLostException(
                EngineStates.PositionLost,
                $"{_folders.Checkpoint} is not the checkpoint that {settings.Lake.Staging(LakeLayout.Events)} was filled from ({state.Spark.Checkpoint}, found {checkpoint ?? "none"}): restore it, or choose another --data.");
        }
    }

    /// <summary>Whether it has ended because it did not know a schema; any other end is thrown.</summary>
    private async Task<bool> IsOutdatedAsync(StreamingQuery query, CancellationToken cancellationToken)
    {
        if ((await query.StatusAsync(cancellationToken)).IsActive)
        {
            return false;
        }

        var failure = await query.FailureAsync(cancellationToken);
        if (failure is not null && SparkContractSql.TryReadOutdated(failure.Message, out var id))
        {
            schemas.Met(id);
            return true;
        }

        throw failure is null
            ? new SparkException($"The query {query.Name} was stopped on the server.")
            : failure.Message.Contains("KAFKA_DATA_LOSS", StringComparison.Ordinal) || failure.ErrorClass?.StartsWith("KAFKA_DATA_LOSS", StringComparison.Ordinal) == true
                ? new PositionLostException(EngineStates.PositionLost, failure.Message)
                : failure;
    }

    private async Task ObserveAsync(BatchProgress batches, IngestState state, CancellationToken cancellationToken)
    {
        await batches.RefreshAsync(cancellationToken);
        var progress = batches.Newest;
        var lag = await Task.Run(() => state.Partitions.Select(Lag).ToArray(), cancellationToken);
        if (progress is not null)
        {
            // It has done a batch, or has seen that there is none to do: a start alone says nothing yet, and a failure is shown until it is over.
            status.Enter(EngineStates.Running);
        }

        status.Progress = status.Progress with { State = state, Lag = lag, Rate = progress?.Rate ?? 0, Spark = progress };
        metrics.Observe(status.Progress, time);
    }

    private long? Lag(PartitionState partition)
    {
        try
        {
            return Math.Max(0, source.GetOffsets(partition.Partition).Next - partition.NextOffset);
        }
        catch (SourceUnavailableException)
        {
            return null;
        }
    }

    private async Task StopAsync(SparkSession session, StreamingQuery query)
    {
        using var patience = new CancellationTokenSource(StopTime, time);
        try
        {
            await live.StopAsync(patience.Token);
            await query.StopAsync(patience.Token);
        }
        catch (Exception error) when (error is SparkException or OperationCanceledException)
        {
            logger.LogWarning("The query {Name} may run on at {Server}: {Message} The next start stops it", query.Name, spark.Connection, error.Message);
            return;
        }

        try
        {
            await session.ReleaseAsync(patience.Token);
        }
        catch (Exception error) when (error is SparkException or OperationCanceledException)
        {
            // Its views and settings go with it when the server finds that nobody uses it.
            logger.LogDebug("The session {Id} may stay at {Server} for a while: {Message}", session.Id, spark.Connection, error.Message);
        }
    }
}
