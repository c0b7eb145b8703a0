using Analytics.Contracts.Commits;
using Analytics.Contracts.Registry;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Hosting;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Operations;

/// <summary>The first part of <c>rebuild --include-late</c>: late events of the range become events, a bounded number in each commit.</summary>
internal static class LateEventsOfRange
{
    /// <summary>Folds them in, or says how many would be.</summary>
    /// <param name="operation">The lake.</param>
    /// <param name="isOwner">Whether the command holds the lock; otherwise the running owner is asked.</param>
    /// <param name="from">First event time, microseconds since the epoch, UTC.</param>
    /// <param name="to">End of the range, exclusive.</param>
    /// <param name="dryRun">Changes nothing.</param>
    /// <param name="cancellationToken">Stops between commits.</param>
    public static async Task RunAsync(LakeOperation operation, bool isOwner, long from, long to, bool dryRun, CancellationToken cancellationToken)
    {
        LogSteps.Reached = FaultPoints.FromEnvironment().Reach;
        long late = 0, foldedIn = 0;
        long? staged = null;
        while (from < to)
        {
            var answer = isOwner
                ? await AloneAsync(operation, new FoldInRequest(from, to), dryRun, cancellationToken)
                : await operation.AskOwnerAsync<FoldInAnswer>($"/control/fold-in?from={from}&to={to}&dryRun={(dryRun ? "true" : "false")}", cancellationToken);
            from = answer.To;
            late += answer.Late;
            foldedIn += answer.FoldedIn;
            staged = answer.StagingVersion ?? staged;
            if (from < to)
            {
                Console.WriteLine($"late events: {late} looked at, {foldedIn} {(dryRun ? "would be folded in" : "folded in")}");
            }
        }

        Console.WriteLine($"late events: {foldedIn} {(dryRun ? "would be folded in" : "folded in")}, {late - foldedIn} left out because their id is known");
        if (staged is not null && isOwner)
        {
            Console.WriteLine("late events: Quality settles them when it runs, and their windows are computed again then");
        }
        else if (staged is { } version)
        {
            await SettledAsync(operation, LakeLayout.Events, version, cancellationToken);
        }
    }

    /// <summary>Waits until gold has what was staged.</summary>
    public static async Task SettledAsync(LakeOperation operation, string table, long stagingVersion, CancellationToken cancellationToken)
    {
        var settled = new CommitMark<long>(operation.Settings.Lake.Gold(table), AuditCommit.Key, audit => audit.GetProperty("stagingVersion").GetInt64());
        for (var polls = 1; (settled.Read() ?? -1) < stagingVersion; polls++)
        {
            if (polls % 50 == 0)
            {
                Console.WriteLine($"{table}: waiting for Quality to settle version {stagingVersion}, it stands at {settled.Read() ?? -1}; Ctrl-C leaves it to it");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private static Task<FoldInAnswer> AloneAsync(LakeOperation operation, FoldInRequest request, bool dryRun, CancellationToken cancellationToken)
    {
        var registry = new SchemaRegistryClient(StreamingHost.RegistryHttp(operation.Configuration));
        var status = new EngineStatus(TimeProvider.System);
        return FoldInOnce.RunAsync(
            operation.Settings,
            () => SourceContracts.Of(operation.Settings, registry, status, TimeProvider.System),
            FaultPoints.FromEnvironment(),
            request,
            dryRun,
            cancellationToken);
    }
}
