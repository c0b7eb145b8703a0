using System.Text.Json.Nodes;
using Analytics.Benchmarks.Processes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;

namespace Analytics.Benchmarks.Measures.Soak;

/// <summary>Takes the samples of a soak; each one covers the time since the one before.</summary>
internal sealed class SoakSampler : IDisposable
{
    private readonly PlatformProcesses _platform;
    private readonly CommitLatency _latency;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan _last;
    private long _sent;
    private Dictionary<string, TimeSpan> _cpu;

    public SoakSampler(PlatformProcesses platform)
    {
        _platform = platform;
        _latency = new CommitLatency(platform.Lake.Gold(LakeLayout.Events), AuditCommit.Key);
        _cpu = Cpu();
    }

    public List<SoakSample> Samples { get; } = [];

    /// <param name="sent">Records sent so far.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<SoakSample> TakeAsync(long sent, CancellationToken cancellationToken)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(_started);
        var seconds = (elapsed - _last).TotalSeconds;
        var cpu = Cpu();
        var segments = Directory.GetFiles(Path.Combine(_platform.Data, "broker"), "*.log", SearchOption.AllDirectories);
        var sample = new SoakSample(
            elapsed,
            _platform.Services.ToDictionary(s => s.Name, s => (s.ResidentBytes, (cpu[s.Name] - _cpu[s.Name]).TotalSeconds / seconds)),
            TableFiles.Of(_platform.Lake.Root),
            segments.Length,
            segments.Sum(file => new FileInfo(file).Length),
            _latency.ReadNew(),
            sent,
            (sent - _sent) / seconds,
            (long?)JsonNode.Parse(await _platform.StreamingStatusAsync(cancellationToken).ConfigureAwait(false))!["lag"]);
        (_last, _sent, _cpu) = (elapsed, sent, cpu);
        Samples.Add(sample);
        return sample;
    }

    public void Dispose() => _latency.Dispose();

    private Dictionary<string, TimeSpan> Cpu() => _platform.Services.ToDictionary(s => s.Name, s => s.CpuTime);
}
