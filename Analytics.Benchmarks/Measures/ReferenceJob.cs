using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;
using Analytics.Lake.Layout;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// The reference job: a preloaded topic through ingest, audit, windows and audit to gold, checked against the exact answer.
/// Time runs from the first record fetched to the last gold commit; CPU is that of every process from the start of the engine on.
/// </summary>
internal static class ReferenceJob
{
    public static async Task<int> RunAsync(int count, string data, TextWriter output, CancellationToken cancellationToken)
    {
        var pipeline = Path.Combine(AppContext.BaseDirectory, "pipelines", "reference");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        var events = new ReferenceEvents(count, start: now - 7_200_000_000, span: 3_600_000_000);
        var answer = ReferenceAnswer.Of(events);

        await using var platform = new PlatformProcesses(data, pipeline);
        await platform.StartLogAsync(cancellationToken).ConfigureAwait(false);
        var id = await TopicLoader.RegisterAsync(platform.Registry, Path.Combine(pipeline, "schemas", "event.v1.json"), cancellationToken).ConfigureAwait(false);
        await TopicLoader.CreateTopicAsync(platform.BootstrapServers).ConfigureAwait(false);
        await TopicLoader.LoadAsync(platform.BootstrapServers, events, 0, count, id, perSecond: null, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count:N0} records loaded")).ConfigureAwait(false);

        var before = platform.Services.ToDictionary(s => s.Name, s => s.CpuTime);
        await platform.StartEngineAsync(cancellationToken).ConfigureAwait(false);
        var (ledger, status) = await DrainAsync(platform, cancellationToken).ConfigureAwait(false);

        var seconds = (ledger.Last!.Value - ledger.First!.Value).TotalSeconds;
        var cpu = platform.Services.Sum(s => (s.CpuTime - before.GetValueOrDefault(s.Name)).TotalSeconds);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:F2} s from first fetch to last gold commit: {count / seconds:N0} records/s; {cpu:F2} CPU s: {count / cpu:N0} records per CPU second")).ConfigureAwait(false);
        foreach (var service in platform.Services)
        {
            var used = service.CpuTime - before.GetValueOrDefault(service.Name);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  {service.Name,-26} {used.TotalSeconds,7:F2} CPU s {used.TotalMicroseconds / count,7:F2} us/record {service.PeakResidentBytes / 1048576,6:N0} MB peak")).ConfigureAwait(false);
        }

        await output.WriteLineAsync(Steps(status)).ConfigureAwait(false);
        var problems = Verify(ledger, answer, new LakeLayout(data, "reference"));
        foreach (var problem in problems.Take(10))
        {
            await output.WriteLineAsync($"WRONG: {problem}").ConfigureAwait(false);
        }

        await output.WriteLineAsync(problems.Count == 0 ? "answer: exact" : $"answer: {problems.Count} differences").ConfigureAwait(false);
        return problems.Count == 0 ? 0 : 1;
    }

    /// <summary>Wall time of streaming's steps over all batches; fetch and parse overlap with decide and write, and all of them with windows and audit.</summary>
    private static string Steps(string status)
    {
        var json = JsonNode.Parse(status)!;
        var total = json["total_ms"]!.AsObject().Select(step => $"{step.Key} {step.Value} ms");
        return $"  streaming's steps (wall): {string.Join(", ", total)}, windows {json["windows_ms"]} ms";
    }

    private static async Task<(Ledger Ledger, string Status)> DrainAsync(PlatformProcesses platform, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            if (platform.Services.FirstOrDefault(s => s.HasExited) is { } dead)
            {
                throw new InvalidOperationException($"{dead.Name} ended: see {platform.Data}/logs.");
            }

            told = told || await platform.EndOfInputAsync(cancellationToken).ConfigureAwait(false);
            var ledger = Ledger.Parse(await platform.LedgerAsync(cancellationToken).ConfigureAwait(false));
            if (ledger is { EndOfInput: true, Settled: true })
            {
                return (ledger, await platform.StreamingStatusAsync(cancellationToken).ConfigureAwait(false));
            }

            await Task.Delay(200, cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<string> Verify(Ledger ledger, ReferenceAnswer answer, LakeLayout lake)
    {
        var problems = new List<string>();
        void Expect(string name, long got, long expected)
        {
            if (got != expected)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {got}, expected {expected}"));
            }
        }

        Expect("accepted", ledger.Accepted, answer.Accepted);
        Expect("duplicate", ledger.Duplicate, answer.Duplicates);
        Expect("dead-lettered", ledger.DeadLettered, answer.Invalid);
        Expect("late", ledger.Late, 0);
        Expect("gold", ledger.Gold, answer.Accepted);
        problems.AddRange(AnswerCheck.Differences(lake, answer));
        return problems;
    }
}
