namespace Analytics.Broker.Log.Compaction;

/// <summary>A log as compaction finds it.</summary>
/// <param name="Segments">All segments; the last one is written to and stays as it is.</param>
/// <param name="Cleaned">Everything before this offset was compacted once.</param>
/// <param name="Stable">No transaction is open before this offset.</param>
/// <param name="ActiveProducers">The producers whose sequence numbers are remembered.</param>
internal sealed record CompactionView(LogSegment[] Segments, long Cleaned, long Stable, IReadOnlySet<long> ActiveProducers)
{
    public long EndOf(int segment) => Segments[segment + 1].BaseOffset;
}
