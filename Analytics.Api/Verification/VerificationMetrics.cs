using System.Diagnostics.Metrics;
using Analytics.Api.Queries;

namespace Analytics.Api.Verification;

/// <summary>What has been read, what waits to be read, and what was found damaged.</summary>
internal sealed class VerificationMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _bytes;

    public VerificationMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(QueryMetrics.MeterName);
        _bytes = _meter.CreateCounter<long>("analytics.api.verification.read", "By", "Bytes of gold's files that were held against their checksums.");
        _meter.CreateObservableGauge("analytics.api.verification.unread", () => Unread, "By", "Bytes of gold's files that have not been held against their checksums yet.");
        _meter.CreateObservableGauge("analytics.api.verification.damaged", () => Damaged, "{file}", "Files of gold that are missing or damaged.");
    }

    /// <summary>Bytes that the background has yet to read.</summary>
    public long Unread { get; set; }

    public int Damaged { get; set; }

    public void Read(long bytes) => _bytes.Add(bytes);

    public void Dispose() => _meter.Dispose();
}
