namespace Analytics.AppHost.Screen;

/// <summary>How far a partition of the topic has been consumed.</summary>
internal sealed record LedgerPartition(int Partition, long NextOffset, long Consumed);
