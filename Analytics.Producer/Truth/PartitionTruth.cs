namespace Analytics.Producer.Truth;

/// <summary>What was sent to one partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Sent">Records of this run.</param>
/// <param name="Kinds">The same by kind.</param>
/// <param name="StartOffset">Where the partition ended before this run; only for a file that is sent completely.</param>
/// <param name="EndOffset">Where it ends now: what the topic holds, independent of what was acknowledged.</param>
internal sealed record PartitionTruth(int Partition, long Sent, IReadOnlyDictionary<string, long> Kinds, long? StartOffset = null, long? EndOffset = null);
