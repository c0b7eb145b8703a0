using System.Globalization;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;

namespace Analytics.Benchmarks.Measures;

/// <summary>The reference job on the embedded platform alone: broker, registry, ingest, audits, windows.</summary>
internal static class ReferenceJob
{
    public static async Task<int> RunAsync(int count, string data, TextWriter output, CancellationToken cancellationToken)
    {
        var events = ReferenceEvents.OfLastHours(count);
        var answer = ReferenceAnswer.Of(events);
        await using var platform = new PlatformProcesses(data, PlatformProcesses.ReferencePipeline);
        await platform.StartLogAsync(cancellationToken).ConfigureAwait(false);
        var id = await TopicLoader.PrepareAsync(platform, cancellationToken).ConfigureAwait(false);
        await TopicLoader.LoadAsync(platform.BootstrapServers, events, 0, count, id, perSecond: null, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count:N0} records loaded")).ConfigureAwait(false);

        var run = await EmbeddedRun.MeasureAsync(platform, answer, count, cancellationToken).ConfigureAwait(false);
        if (!await Report.ExactAsync(output, "embedded", run.Problems).ConfigureAwait(false))
        {
            return 1;
        }

        await output.WriteLineAsync(run.Figures.ToString()).ConfigureAwait(false);
        await output.WriteLineAsync(run.Details).ConfigureAwait(false);
        return 0;
    }
}
