namespace Analytics.Streaming.Source;

/// <summary>What a partition's log holds.</summary>
/// <param name="First">The first offset that can be read.</param>
/// <param name="Next">The offset after the last record.</param>
internal readonly record struct OffsetRange(long First, long Next);
