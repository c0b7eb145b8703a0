using System.Globalization;
using Analytics.Benchmarks.Processes;
using Analytics.Benchmarks.Reference;

namespace Analytics.Benchmarks.Measures;

/// <summary>What the services hold in memory when nothing arrives.</summary>
internal static class IdleRun
{
    public static async Task<int> RunAsync(int seconds, string data, TextWriter output, CancellationToken cancellationToken)
    {
        await using var platform = new PlatformProcesses(data, PlatformProcesses.ReferencePipeline);
        await platform.StartLogAsync(cancellationToken).ConfigureAwait(false);
        await TopicLoader.PrepareAsync(platform, cancellationToken).ConfigureAwait(false);
        await platform.StartEngineAsync(cancellationToken).ConfigureAwait(false);
        var before = platform.Services.Sum(s => s.CpuTime.TotalSeconds);
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
        var cpu = platform.Services.Sum(s => s.CpuTime.TotalSeconds) - before;
        foreach (var service in platform.Services)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {service.Name,-26} {service.ResidentBytes / 1048576,6:N0} MB")).ConfigureAwait(false);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"idle: {platform.Services.Sum(s => s.ResidentBytes) / 1048576:N0} MB resident in {platform.Services.Count} services, {cpu / seconds * 100:F1} % of a core")).ConfigureAwait(false);
        return 0;
    }
}
