namespace Analytics.Benchmarks.Measures.Soak;

/// <summary>
/// Judges memory by service, files by table and latency once the platform has filled up: an id is known for twice the watermark's delay, replaced files
/// stay for their retention. Broker segments hold the whole topic and grow with it; they are not judged.
/// </summary>
internal static class SoakVerdict
{
    /// <param name="samples">The samples of the whole run, at least one.</param>
    /// <param name="filling">How long filling up takes; a run that is not much longer is judged over its second half.</param>
    public static IReadOnlyList<Growth> Of(IReadOnlyList<SoakSample> samples, TimeSpan filling)
    {
        var whole = samples[^1].Elapsed;
        var from = filling < whole * 0.75 && filling > whole / 2 ? filling : whole / 2;
        var half = samples.Where(sample => sample.Elapsed >= from).ToArray();
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
