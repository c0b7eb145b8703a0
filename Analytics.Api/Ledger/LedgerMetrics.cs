using System.Diagnostics.Metrics;
using Analytics.Api.Queries;

namespace Analytics.Api.Ledger;

/// <summary>Both lines of the ledger as gauges, by outcome and partition, read when they are exported.</summary>
internal sealed class LedgerMetrics : IDisposable
{
    private readonly Meter _meter;

    public LedgerMetrics(IMeterFactory meters, LedgerReader ledger)
    {
        _meter = meters.Create(QueryMetrics.MeterName);
        _meter.CreateObservableGauge(
            "analytics.ledger.records", () => ledger.Read().Partitions.SelectMany(Measure), "{record}", "Records since the pipeline began, by outcome and partition.");
        _meter.CreateObservableGauge("analytics.ledger.balanced", () => ledger.Read().Balanced ? 1 : 0, description: "1 while both lines of the ledger add up.");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Measure(LedgerPartition partition) =>
    [
        Of(partition, "consumed", partition.Consumed),
        Of(partition, "accepted", partition.Accepted),
        Of(partition, "duplicate", partition.Duplicate),
        Of(partition, "late", partition.Late),
        Of(partition, "dead_lettered", partition.DeadLettered),
        Of(partition, "gold", partition.Gold),
        Of(partition, "quarantined", partition.Quarantined),
        Of(partition, "discarded", partition.Discarded),
        Of(partition, "pending", partition.Pending),
    ];

    private static Measurement<long> Of(LedgerPartition partition, string outcome, long records) => new(
        records, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("messaging.destination.partition.id", partition.Partition.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
