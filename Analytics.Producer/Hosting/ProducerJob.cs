using Analytics.Contracts.Pipelines;
using Analytics.Producer.Files;
using Analytics.Producer.Sending;
using Analytics.Producer.Simulation;
using Analytics.Producer.Topics;
using Analytics.Producer.Truth;
using Analytics.ServiceDefaults.Kafka;

namespace Analytics.Producer.Hosting;

/// <summary>Prepares registry and topic, sends, reports.</summary>
internal sealed class ProducerJob(
    ProducerOptions options,
    SchemaRegistration schemas,
    TopicPreparation topics,
    FileRun files,
    EndOffsets ends,
    KafkaClients clients,
    ProducerMetrics metrics,
    TimeProvider time,
    ILogger<ProducerJob> logger)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushAtMost = TimeSpan.FromSeconds(3);

    /// <returns>The exit code: 0 all sent or stopped by the user, 1 a record failed for good.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var source = options.Pipeline.Source;
            var schemaId = await schemas.EnsureAsync(source, cancellationToken).ConfigureAwait(false);
            var partitions = await topics.EnsureAsync(source, cancellationToken).ConfigureAwait(false);
            using var sender = new EventSender(clients, source.Topic, time);
            var truth = new GroundTruth(partitions);
            var context = new SendContext(
                options.Pipeline, partitions, source.Format == SourceFormat.JsonSchema ? schemaId : null, sender, truth, new SendPace(options.Rate, time));
            metrics.Observe(source.Topic, truth);
            return await SendAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private async Task<int> SendAsync(SendContext context, CancellationToken cancellationToken)
    {
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var report = ReportAsync(context, finished.Token);
        var complete = false;
        long[]? start = null;
        long[]? end = null;
        try
        {
            start = await EndsAsync(context, cancellationToken).ConfigureAwait(false);
            complete = options.File is { } file
                ? await files.RunAsync(context, file, options.Count, options.Data, cancellationToken).ConfigureAwait(false)
                : await SimulateAsync(context, cancellationToken).ConfigureAwait(false);
            end = complete ? await EndsAsync(context, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await FlushBrieflyAsync(context.Sender).ConfigureAwait(false);
        }
        finally
        {
            await finished.CancelAsync().ConfigureAwait(false);
            await report.ConfigureAwait(false);
        }

        WriteLedger(context, complete, start, end);
        var sender = context.Sender;
        logger.LogInformation("Sent {Sent} records to {Topic}, {Acknowledged} acknowledged", sender.Sent, context.Pipeline.Source.Topic, sender.Acknowledged);
        if (sender.Failed > 0)
        {
            logger.LogError("{Failed} records failed for good, the first by {Reason}", sender.Failed, sender.FirstFailure);
        }

        return sender.Failed == 0 && (complete || cancellationToken.IsCancellationRequested) ? 0 : 1;
    }

    /// <summary>Where the partitions end: only a file's reader wants to compare that with what was acknowledged.</summary>
    private async Task<long[]?> EndsAsync(SendContext context, CancellationToken cancellationToken) =>
        options.File is null ? null : await ends.ReadAsync(context.Pipeline.Source.Topic, context.Partitions, cancellationToken).ConfigureAwait(false);

    private async Task<bool> SimulateAsync(SendContext context, CancellationToken cancellationToken)
    {
        await new SimulationRun(context, options.Faults, options.Seed, time).RunAsync(options.Count, cancellationToken).ConfigureAwait(false);
        await context.Sender.FlushAsync(cancellationToken).ConfigureAwait(false);
        return context.Sender.Failed == 0;
    }

    private async Task ReportAsync(SendContext context, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReportEvery, time);
        long before = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                var now = context.Sender.Acknowledged;
                logger.LogInformation("{Acknowledged} records acknowledged, {Rate} in the last second", now, now - before);
                before = now;
                WriteLedger(context, complete: false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over; its last line is written by the caller.
        }
    }

    private static async Task FlushBrieflyAsync(EventSender sender)
    {
        using var limit = new CancellationTokenSource(FlushAtMost);
        try
        {
            await sender.FlushAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The broker is away: what it did not acknowledge is not counted as such.
        }
    }

    private void WriteLedger(SendContext context, bool complete, long[]? start = null, long[]? end = null)
    {
        if (options.Ledger is not { } path)
        {
            return;
        }

        TruthJson.Write(path, new TruthLedger
        {
            Pipeline = options.Pipeline.Name,
            Topic = options.Pipeline.Source.Topic,
            Source = options.File?.Path ?? "simulation",
            Seed = options.File is null ? options.Seed : null,
            Sent = context.Sender.Sent,
            Acknowledged = context.Sender.Acknowledged,
            Failed = context.Sender.Failed,
            Complete = complete,
            Kinds = context.Truth.ByKind(),
            Expected = options.File is null ? context.Truth.Expect(options.Pipeline.Source.Id is not null) : null,
            Partitions = [.. Enumerable.Range(0, context.Partitions)
                .Select(partition => new PartitionTruth(partition, context.Truth.SentTo(partition), context.Truth.ByKind(partition), start?[partition], end?[partition]))],
        });
    }
}
