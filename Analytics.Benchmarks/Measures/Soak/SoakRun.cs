using System.Globalization;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;

namespace Analytics.Benchmarks.Measures.Soak;

/// <summary>The whole platform under steady load for a long time: a line every ten seconds, then whether anything grows and whether the ledger is exact.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Replaced files are deleted after this time instead of an hour, so that their number settles within the soak.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(5);

    /// <summary>Twice the watermark's delay of the reference pipeline, for so long the index of known ids grows, and its last growth.</summary>
    private static readonly TimeSpan Filling = TimeSpan.FromMinutes(22);

    /// <returns>0; 1 when something grows beyond its bound, or the answer is wrong.</returns>
    public static async Task<int> RunAsync(int rate, double minutes, string data, TextWriter output, CancellationToken cancellationToken)
    {
        var events = ReferenceEvents.FromNow(rate, TimeSpan.FromMinutes(minutes));
        await using var platform = new PlatformProcesses(data, PlatformProcesses.ReferencePipeline) { Settings = { ["Maintenance__Retention"] = Retention.ToString() } };
        await platform.StartLogAsync(cancellationToken).ConfigureAwait(false);
        var id = await TopicLoader.PrepareAsync(platform, cancellationToken).ConfigureAwait(false);
        await platform.StartEngineAsync(cancellationToken).ConfigureAwait(false);

        using var sampler = new SoakSampler(platform);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sent = new Progress();
        var loading = Task.Run(() => TopicLoader.LoadAsync(platform.BootstrapServers, events, 0, events.Count, id, rate, stop.Token, sent), CancellationToken.None);
        try
        {
            while (await Task.WhenAny(loading, Task.Delay(Interval, cancellationToken)).ConfigureAwait(false) != loading)
            {
                cancellationToken.ThrowIfCancellationRequested();
                platform.ThrowIfAnyEnded();
                await output.WriteLineAsync((await sampler.TakeAsync(sent.Records, cancellationToken).ConfigureAwait(false)).ToString()).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await loading.ConfigureAwait(false);
        var ledger = await EmbeddedRun.DrainAsync(platform, cancellationToken).ConfigureAwait(false);
        var exact = await Report.ExactAsync(output, "ledger", Problems(ledger, events, platform)).ConfigureAwait(false);
        return await VerdictAsync(sampler.Samples, output).ConfigureAwait(false) && exact ? 0 : 1;
    }

    private static async Task<bool> VerdictAsync(List<SoakSample> samples, TextWriter output)
    {
        if (samples.Count < 4)
        {
            await output.WriteLineAsync("too short for a verdict").ConfigureAwait(false);
            return true;
        }

        foreach (var (table, files) in samples[^1].Files)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {table,-28} {files.Live,6} live {files.Dead,6} dead {files.LogEntries,6} log entries")).ConfigureAwait(false);
        }

        var growths = SoakVerdict.Of(samples, Filling);
        foreach (var growth in growths)
        {
            await output.WriteLineAsync(growth.ToString()).ConfigureAwait(false);
        }

        var whole = new LatencyHistogram();
        foreach (var sample in samples.Skip(1))
        {
            whole.Add(sample.Latency);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{samples[^1].Sent / samples[^1].Elapsed.TotalSeconds:N0} events/s for {samples[^1].Elapsed.TotalMinutes:F1} min: p50 {whole.At(0.5)} ms, p99 {whole.At(0.99)} ms; {growths.Count(g => !g.IsWithinBound)} of {growths.Count} quantities grow")).ConfigureAwait(false);
        return growths.All(g => g.IsWithinBound);
    }

    private static List<string> Problems(Ledger ledger, ReferenceEvents events, PlatformProcesses platform)
    {
        var (accepted, duplicates, invalid) = ReferenceAnswer.Count(events);
        var windows = AnswerCheck.EventsInWindows(platform.Lake);
        List<string> problems = [];
        void Expect(string name, long got, long expected)
        {
            if (got != expected)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {got}, expected {expected}"));
            }
        }

        Expect("consumed", ledger.Consumed, events.Count);
        Expect("accepted", ledger.Accepted, accepted);
        Expect("duplicate", ledger.Duplicate, duplicates);
        Expect("dead-lettered", ledger.DeadLettered, invalid);
        Expect("late", ledger.Late, 0);
        Expect("gold", ledger.Gold, accepted);
        Expect("events in all windows", windows, accepted);
        if (!ledger.Balanced)
        {
            problems.Add("the ledger is not balanced");
        }

        return problems;
    }
}
