namespace Analytics.AppHost.Screen;

/// <summary>Where a partition of the topic ended before this run, and where it ends after it.</summary>
internal sealed record SentPartition(int Partition, long? StartOffset, long? EndOffset);
