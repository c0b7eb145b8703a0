using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;
using Analytics.Lake.Layout;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// The reference job on the embedded engine: a loaded topic through ingest, audit, windows and audit to gold.
/// Time runs from the first record fetched to the last gold commit; CPU is that of every service from the start of the engine on.
/// </summary>
/// <param name="Figures">The engine's figures.</param>
/// <param name="JobCpuSeconds">The part of the CPU that is ingest, audits and windows: streaming and quality, their start-up included; neither the log nor what serves.</param>
/// <param name="Details">CPU and memory by service, time by step; several lines.</param>
/// <param name="Problems">Where the ledger or gold differs from the exact answer.</param>
internal sealed record EmbeddedRun(EngineFigures Figures, double JobCpuSeconds, string Details, IReadOnlyList<string> Problems)
{
    private static readonly string[] JobServices = ["Analytics.Streaming", "Analytics.Quality"];

    /// <summary>Starts the engine over a loaded topic and waits until all of it is settled.</summary>
    public static async Task<EmbeddedRun> MeasureAsync(PlatformProcesses platform, ReferenceAnswer answer, int count, CancellationToken cancellationToken)
    {
        var before = platform.Services.ToDictionary(s => s.Name, s => s.CpuTime);
        await platform.StartEngineAsync(cancellationToken).ConfigureAwait(false);
        var ledger = await DrainAsync(platform, cancellationToken).ConfigureAwait(false);
        var status = await platform.StreamingStatusAsync(cancellationToken).ConfigureAwait(false);

        var cpu = platform.Services.Sum(s => (s.CpuTime - before.GetValueOrDefault(s.Name)).TotalSeconds);
        var figures = new EngineFigures("embedded", count, (ledger.Last!.Value - ledger.First!.Value).TotalSeconds, cpu, platform.Services.Sum(s => s.PeakResidentBytes));
        var details = new StringBuilder();
        foreach (var service in platform.Services)
        {
            var used = service.CpuTime - before.GetValueOrDefault(service.Name);
            details.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {service.Name,-26} {used.TotalSeconds,7:F2} CPU s {used.TotalMicroseconds / count,7:F2} us/record {service.PeakResidentBytes / 1048576,6:N0} MB peak");
        }

        var job = platform.Services.Where(s => JobServices.Contains(s.Name)).Sum(s => (s.CpuTime - before.GetValueOrDefault(s.Name)).TotalSeconds);
        details.AppendLine(CultureInfo.InvariantCulture, $"  ingest, audits and windows {job,7:F2} CPU s {job * 1e6 / count,7:F2} us/record: {count / job:N0} records per CPU second (streaming and quality alone)");
        details.Append(Steps(status));
        return new EmbeddedRun(figures, job, details.ToString(), Verify(ledger, answer, platform.Lake));
    }

    /// <summary>Wall time of streaming's steps over all batches; fetch and parse overlap with decide and write, and all of them with windows and audit.</summary>
    private static string Steps(string status)
    {
        var json = JsonNode.Parse(status)!;
        var total = json["total_ms"]!.AsObject().Select(step => $"{step.Key} {step.Value} ms");
        return $"  streaming's steps (wall): {string.Join(", ", total)}, windows {json["windows_ms"]} ms";
    }

    /// <summary>Says that the topic is complete and waits until all of it is settled and every window is in gold.</summary>
    public static async Task<Ledger> DrainAsync(PlatformProcesses platform, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            platform.ThrowIfAnyEnded();
            told = told || await platform.EndOfInputAsync(cancellationToken).ConfigureAwait(false);
            var ledger = Ledger.Parse(await platform.LedgerAsync(cancellationToken).ConfigureAwait(false));
            if (ledger is { EndOfInput: true, Settled: true })
            {
                return ledger;
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
