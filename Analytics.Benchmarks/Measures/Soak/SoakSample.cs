using System.Globalization;

namespace Analytics.Benchmarks.Measures.Soak;

/// <summary>One line of a soak.</summary>
/// <param name="Elapsed">Since the load began.</param>
/// <param name="Services">By service: resident bytes and the share of one core it took in the interval.</param>
/// <param name="Files">By table, such as <c>gold/events</c>.</param>
/// <param name="Segments">Files of the broker's logs.</param>
/// <param name="SegmentBytes">Their bytes.</param>
/// <param name="Latency">Of the records that reached gold in the interval.</param>
/// <param name="Sent">Records sent so far.</param>
/// <param name="SentPerSecond">Records sent per second of the interval.</param>
/// <param name="Lag">Records in the log that ingest has not committed; null while unknown.</param>
internal sealed record SoakSample(
    TimeSpan Elapsed,
    IReadOnlyDictionary<string, (long Bytes, double Core)> Services,
    IReadOnlyDictionary<string, TableFiles> Files,
    int Segments,
    long SegmentBytes,
    LatencyHistogram Latency,
    long Sent,
    double SentPerSecond,
    long? Lag)
{
    public override string ToString()
    {
        var services = string.Join(' ', Services.Select(s => string.Create(CultureInfo.InvariantCulture, $"{Short(s.Key)} {s.Value.Bytes / 1048576} MB {s.Value.Core * 100:F0} %")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Elapsed:hh\\:mm\\:ss} {SentPerSecond,6:F0}/s p50 {Latency.At(0.5),4} p99 {Latency.At(0.99),5} ms lag {Lag,6} | {services} | live {Files.Values.Sum(f => f.Live)} dead {Files.Values.Sum(f => f.Dead)} log {Files.Values.Sum(f => f.LogEntries)} | segments {Segments} {SegmentBytes / 1048576} MB");
    }

    private static string Short(string service) => service.Replace("Analytics.", "", StringComparison.Ordinal);
}
