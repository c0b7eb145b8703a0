using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.LateEvents;

/// <summary>A fold-in from the log alone: a dry run beside a running ingest, or the real one under its lock.</summary>
internal static class FoldInOnce
{
    /// <summary>Folds in, or only says what would be.</summary>
    /// <exception cref="InvalidOperationException">The contract no longer accepts one of the late events.</exception>
    /// <exception cref="ConcurrentWriterException">Someone else writes the table.</exception>
    public static async Task<FoldInAnswer> RunAsync(
        IngestSettings settings, Func<IEventContracts> contracts, FaultPoints faults, FoldInRequest request, bool dryRun, CancellationToken cancellationToken, int most = FoldIn.MostOfCommit)
    {
        var table = new DeltaTable(settings.Lake.Staging(LakeLayout.Events));
        if (table.Load() is not { } snapshot)
        {
            return new FoldInAnswer(request.To, 0, 0, null);
        }

        var state = IngestRecovery.LoadState(settings, table, snapshot);
        var foldIn = new FoldIn(settings, contracts, new BatchCommitter(settings, faults)) { Most = most };
        using var prepared = await foldIn.PrepareAsync(state, snapshot, request.From, request.To, cancellationToken);
        return dryRun || !prepared.HasRows
            ? prepared.Answer
            : prepared.Answer with { StagingVersion = foldIn.Commit(prepared, state, snapshot).Snapshot.Version };
    }
}
