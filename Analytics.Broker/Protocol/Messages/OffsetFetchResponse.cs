namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Committed offsets, -1 where there is none. v1, topic "t", partition 0, offset 10, metadata "":
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 .. 0a | 00 00 | 00 00</code>
/// v2 adds an error for the group, v3 the throttle time, v5 the leader epoch.
/// </summary>
internal sealed record OffsetFetchResponse(ErrorCode Error, OffsetFetchResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 3)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteArrayLength(topic.Partitions.Length);
            foreach (var partition in topic.Partitions)
            {
                writer.WriteInt32(partition.Index);
                writer.WriteInt64(partition.Offset);
                if (version >= 5)
                {
                    writer.WriteInt32(partition.LeaderEpoch);
                }

                writer.WriteString(partition.Metadata);
                writer.WriteError(partition.Error);
                writer.WriteTaggedFields();
            }

            writer.WriteTaggedFields();
        }

        if (version >= 2)
        {
            writer.WriteError(Error);
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, long Offset, int LeaderEpoch, string? Metadata, ErrorCode Error = ErrorCode.None);
}
