using System.Text;

namespace Analytics.Broker.Groups;

/// <summary>What a group has committed for a partition. Offset -1 takes it back.</summary>
internal readonly record struct CommittedOffset(string Topic, int Partition, long Offset, int LeaderEpoch, string? Metadata)
{
    public const long Removed = -1;

    /// <summary><c>offset.metadata.max.bytes</c>.</summary>
    public const int MaxMetadataBytes = 4096;

    public static bool IsTooLong(string? metadata) => metadata is not null && Encoding.UTF8.GetByteCount(metadata) > MaxMetadataBytes;
}
