namespace Analytics.Producer.Truth;

/// <summary>What was sent to one partition.</summary>
internal sealed record PartitionTruth(int Partition, long Sent, IReadOnlyDictionary<string, long> Kinds);
