using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.Operations;

/// <summary>One replay of a lake's dead letters, from the command line or over HTTP: only one sends at a time.</summary>
internal static class DlqReplayRun
{
    private const string Role = "replay-dlq";

    /// <param name="settings">The lake and its topic.</param>
    /// <param name="kafka">Clients.</param>
    /// <param name="contracts">The contract as it is now.</param>
    /// <param name="faults">Named steps.</param>
    /// <param name="request">Which letters, and whether to send.</param>
    /// <param name="progress">Told the report after each page.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    /// <exception cref="LockHeldException">Another replay is under way.</exception>
    public static async Task<DlqReplayReport> RunAsync(
        IngestSettings settings, KafkaClients kafka, IEventContracts contracts, FaultPoints faults, DlqReplayRequest request, Action<DlqReplayReport> progress, CancellationToken cancellationToken)
    {
        using var onlyOne = request.DryRun ? null : WriterLock.Acquire(settings.Lake.Root, Role);
        using var check = new ContractCheck(contracts, TimeProvider.System);
        using var topic = request.DryRun ? null : new KafkaReplayTopic(kafka, settings.Pipeline.Source.Topic);
        return await new DlqReplay(settings.Lake, check, faults, TimeProvider.System).RunAsync(request.Reason, request.Again, topic, progress, cancellationToken);
    }
}
