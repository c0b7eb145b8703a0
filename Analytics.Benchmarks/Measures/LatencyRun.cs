using System.Globalization;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// Latency from accepted by the broker (the record's Kafka timestamp) to visible in gold (the time of the gold commit), per record, at a steady rate.
/// </summary>
internal static class LatencyRun
{
    private const long WarmUpMilliseconds = 5_000;

    public static async Task<int> RunAsync(int rate, int seconds, string data, TextWriter output, CancellationToken cancellationToken)
    {
        var events = ReferenceEvents.FromNow(rate, TimeSpan.FromSeconds(seconds));
        await using var platform = new PlatformProcesses(data, PlatformProcesses.ReferencePipeline);
        await platform.StartLogAsync(cancellationToken).ConfigureAwait(false);
        var id = await TopicLoader.PrepareAsync(platform, cancellationToken).ConfigureAwait(false);
        await platform.StartEngineAsync(cancellationToken).ConfigureAwait(false);
        var cpu = platform.Services.ToDictionary(s => s.Name, s => s.CpuTime);
        var started = TimeProvider.System.GetTimestamp();
        await TopicLoader.LoadAsync(platform.BootstrapServers, events, 0, events.Count, id, rate, cancellationToken).ConfigureAwait(false);
        var sent = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        while (Ledger.Parse(await platform.LedgerAsync(cancellationToken).ConfigureAwait(false)) is var ledger
            && (ledger.Consumed < events.Count || ledger.Gold + ledger.Quarantined < ledger.Accepted))
        {
            platform.ThrowIfAnyEnded();
            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{events.Count / sent:N0} events/s for {sent:F0} s, from accepted by the broker to …")).ConfigureAwait(false);
        await LineAsync(output, "staged", platform.Lake.Staging(LakeLayout.Events), IngestCommit.Key).ConfigureAwait(false);
        await LineAsync(output, "gold", platform.Lake.Gold(LakeLayout.Events), AuditCommit.Key).ConfigureAwait(false);
        foreach (var service in platform.Services)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  {service.Name,-26} {(service.CpuTime - cpu[service.Name]).TotalSeconds / elapsed * 100,5:F0} % of a core {service.PeakResidentBytes / 1048576,6:N0} MB peak")).ConfigureAwait(false);
        }

        return 0;
    }

    private static async Task LineAsync(TextWriter output, string name, string table, string key)
    {
        using var commits = new CommitLatency(table, key);
        var latency = commits.ReadNew(WarmUpMilliseconds);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-8} p50 {latency.At(0.5),5} ms, p95 {latency.At(0.95),5} ms, p99 {latency.At(0.99),5} ms, max {latency.Max,5} ms over {latency.Count:N0} events")).ConfigureAwait(false);
    }
}
