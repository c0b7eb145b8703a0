namespace Analytics.Streaming.Spark;

/// <summary>Offsets of a partition that the query has read and that have no row in its stage.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">The first of them.</param>
/// <param name="To">The one after the last.</param>
internal readonly record struct OffsetGap(int Partition, long From, long To);
