using System.Globalization;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// Latency from accepted by the broker (the record's Kafka timestamp) to visible in gold (the time of the gold commit), per record, at a steady rate.
/// </summary>
internal static class LatencyRun
{
    public static async Task<int> RunAsync(int rate, int seconds, string data, TextWriter output, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        var events = new ReferenceEvents(rate * seconds, start: now, span: seconds * 1_000_000L);

        await using var platform = new PlatformProcesses(data, PlatformProcesses.ReferencePipeline);
        await platform.StartLogAsync(cancellationToken).ConfigureAwait(false);
        var id = await TopicLoader.PrepareAsync(platform, cancellationToken).ConfigureAwait(false);
        await platform.StartEngineAsync(cancellationToken).ConfigureAwait(false);
        await TopicLoader.LoadAsync(platform.BootstrapServers, events, 0, events.Count, id, rate, cancellationToken).ConfigureAwait(false);
        while (Ledger.Parse(await platform.LedgerAsync(cancellationToken).ConfigureAwait(false)) is var ledger
            && (ledger.Consumed < events.Count || ledger.Gold + ledger.Quarantined < ledger.Accepted))
        {
            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        }

        var latencies = Latencies(platform.Lake, skipMilliseconds: 5_000);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:N0} events/s for {seconds} s: p50 {At(latencies, 0.5)} ms, p95 {At(latencies, 0.95)} ms, p99 {At(latencies, 0.99)} ms, max {latencies[^1]} ms over {latencies.Count:N0} events")).ConfigureAwait(false);
        foreach (var service in platform.Services)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {service.Name,-26} {service.PeakResidentBytes / 1048576,6:N0} MB peak")).ConfigureAwait(false);
        }

        return 0;
    }

    private static long At(List<long> sorted, double quantile) => sorted[(int)Math.Min(sorted.Count - 1, quantile * sorted.Count)];

    /// <summary>Milliseconds per record, ascending; the first seconds (just-in-time compilation) are left out.</summary>
    private static List<long> Latencies(LakeLayout lake, long skipMilliseconds)
    {
        var table = new DeltaTable(lake.Gold(LakeLayout.Events));
        var snapshot = table.Load() ?? throw new InvalidOperationException("gold/events does not exist.");
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        var latencies = new List<long>();
        long? first = null;
        for (long version = 0; version <= snapshot.Version; version++)
        {
            var commit = table.ReadCommit(version)!;
            if (commit.Added.Count == 0 || !commit.DataChange || !commit.CommitInfo.TryGetProperty(AuditCommit.Key, out _))
            {
                continue;
            }

            first ??= commit.Timestamp;
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT epoch_ms(_timestamp) FROM {LakeSql.Scan(table.Directory, commit.Added, snapshot.Schema)}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                if (commit.Timestamp - first >= skipMilliseconds)
                {
                    latencies.Add(commit.Timestamp - reader.GetInt64(0));
                }
            }
        }

        latencies.Sort();
        return latencies;
    }
}
