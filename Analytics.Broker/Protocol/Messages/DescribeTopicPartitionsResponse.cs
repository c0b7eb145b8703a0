namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Topics with a page of their partitions. v0, "t" with partition 0 on node 1, nothing more:
/// <code>00 00 00 00 | 02 | 00 00 | 02 74 | id 16 | 00 | 02 | 00 00 | 00 00 00 00 | 00 00 00 01 | 00 00 00 00 | 02 00 00 00 01 | 02 00 00 00 01 | 01 | 01 | 01 | 00 | 80 00 00 00 | 00 | ff | 00</code>
/// throttle time, topics: error, name, id, internal, partitions (error, index, leader, epoch, replicas, in sync, eligible, last known, offline),
/// authorised operations; next cursor.
/// </summary>
internal sealed record DescribeTopicPartitionsResponse(
    int NodeId, DescribeTopicPartitionsResponse.Topic[] Topics, DescribeTopicPartitionsRequest.Position? Next) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArray(Topics, WriteTopic);
        writer.WriteInt8(Next is null ? (sbyte)-1 : (sbyte)1);
        if (Next is { } next)
        {
            writer.WriteString(next.Topic);
            writer.WriteInt32(next.Partition);
            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    private void WriteTopic(KafkaWriter writer, Topic topic)
    {
        writer.WriteError(topic.Error);
        writer.WriteString(topic.Name);
        writer.WriteUuid(topic.Id);
        writer.WriteBoolean(false); // internal
        writer.WriteArray(topic.Partitions, (writer, partition) =>
        {
            writer.WriteError(ErrorCode.None);
            writer.WriteInt32(partition);
            writer.WriteInt32(NodeId);
            writer.WriteInt32(0); // leader epoch
            writer.WriteInt32Array([NodeId]);
            writer.WriteInt32Array([NodeId]);
            writer.WriteInt32Array([]);
            writer.WriteInt32Array([]);
            writer.WriteInt32Array([]);
        });
        writer.WriteInt32(topic.Error is ErrorCode.None ? AuthorizedOperations.Topic : AuthorizedOperations.Unknown);
    }

    internal readonly record struct Topic(ErrorCode Error, string Name, Guid Id, int[] Partitions);
}
