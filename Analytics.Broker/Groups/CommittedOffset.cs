namespace Analytics.Broker.Groups;

/// <summary>What a group has committed for a partition. Offset -1 takes it back.</summary>
internal readonly record struct CommittedOffset(string Topic, int Partition, long Offset, int LeaderEpoch, string? Metadata)
{
    public const long Removed = -1;
}
