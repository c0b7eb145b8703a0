namespace Analytics.Benchmarks.Measures.Soak;

/// <summary>
/// Judges the second half of a soak: memory by service, files by table, latency. The first half is for filling up: the dedup index holds as long as
/// the watermark's delay, deleted files stay for their retention. Broker segments hold the whole topic and grow with it; they are not judged.
/// </summary>
internal static class SoakVerdict
{
    public static IReadOnlyList<Growth> Of(IReadOnlyList<SoakSample> samples)
    {
        var half = samples.Skip(samples.Count / 2).ToArray();
        var growths = new List<Growth>();
        void Judge(string name, string unit, Func<SoakSample, double> value, double share, double slack) =>
            growths.Add(Growth.Of(name, unit, [.. half.Select(sample => (sample.Elapsed.TotalSeconds, value(sample)))], share, slack));

        foreach (var service in half[^1].Services.Keys)
        {
            Judge($"resident {service}", "MB", s => s.Services[service].Bytes / 1048576.0, share: 0.10, slack: 16);
        }

        // Compaction waits for 16 files of a tier: the number of live ones is a saw with teeth of that height per tier.
        foreach (var table in half[^1].Files.Keys)
        {
            Judge($"live files {table}", "files", s => s.Files.TryGetValue(table, out var files) ? files.Live : 0, share: 0.10, slack: 32);
            Judge($"dead files {table}", "files", s => s.Files.TryGetValue(table, out var files) ? files.Dead : 0, share: 0.25, slack: 100);
            Judge($"log entries {table}", "files", s => s.Files.TryGetValue(table, out var files) ? files.LogEntries : 0, share: 0.25, slack: 200);
        }

        Judge("latency p50", "ms", s => s.Latency.At(0.5), share: 0.20, slack: 20);
        Judge("latency p99", "ms", s => s.Latency.At(0.99), share: 0.30, slack: 100);
        return growths;
    }
}
