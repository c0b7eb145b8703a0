namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v2, "t", partition 0, epoch 0 ends at 10:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 | 00 00 00 00 | 00 00 00 00 | 00 .. 0a</code>
/// throttle time, topics: name, partitions: error, index, epoch, end offset.
/// </summary>
internal sealed record OffsetForLeaderEpochResponse(OffsetForLeaderEpochResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteArrayLength(topic.Partitions.Length);
            foreach (var partition in topic.Partitions)
            {
                writer.WriteError(partition.Error);
                writer.WriteInt32(partition.Index);
                writer.WriteInt32(partition.LeaderEpoch);
                writer.WriteInt64(partition.EndOffset);
            }
        }
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, ErrorCode Error, int LeaderEpoch, long EndOffset);
}
