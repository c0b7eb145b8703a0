namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The one node leads and is the only voter. v0, "m", partition 0, at offset 5:
/// <code>00 00 | 02 02 6d | 02 00 00 00 00 | 00 00 | 00 00 00 01 | 00 00 00 00 | 00 .. 05 | 02 00 00 00 01 00 .. 05 00 | 01 | 00 | 00 | 00</code>
/// error; topics; partitions: error, leader, epoch, high watermark, voters, observers. v1 adds times to the voters; v2 messages to the errors, the voters'
/// directories, and the nodes with their listeners.
/// </summary>
/// <param name="Topics">What was asked for.</param>
/// <param name="NodeId">Of the node.</param>
/// <param name="Listener">Its name.</param>
/// <param name="Host">Where it listens.</param>
/// <param name="Port">As above.</param>
/// <param name="Now">A leader has always just caught up; in milliseconds since 1970.</param>
internal sealed record DescribeQuorumResponse(DescribeQuorumResponse.Topic[] Topics, int NodeId, string Listener, string Host, int Port, long Now) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteError(ErrorCode.None);
        if (version >= 2)
        {
            writer.WriteString(null); // message
        }

        writer.WriteArray(Topics, (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, (writer, partition) => WritePartition(writer, version, partition));
        });
        if (version >= 2)
        {
            WriteNode(writer);
        }

        writer.WriteTaggedFields();
    }

    private void WritePartition(KafkaWriter writer, short version, Partition partition)
    {
        var isKnown = partition.Error is ErrorCode.None;
        writer.WriteInt32(partition.Index);
        writer.WriteError(partition.Error);
        if (version >= 2)
        {
            writer.WriteString(null); // message
        }

        writer.WriteInt32(isKnown ? NodeId : -1);
        writer.WriteInt32(isKnown ? 0 : -1); // epoch
        writer.WriteInt64(isKnown ? partition.EndOffset : -1);
        writer.WriteArrayLength(isKnown ? 1 : 0);
        if (isKnown)
        {
            WriteVoter(writer, version, partition.EndOffset);
        }

        writer.WriteArrayLength(0); // observers
    }

    private void WriteVoter(KafkaWriter writer, short version, long endOffset)
    {
        writer.WriteInt32(NodeId);
        if (version >= 2)
        {
            writer.WriteUuid(Guid.Empty); // voters that are configured have no directory
        }

        writer.WriteInt64(endOffset);
        if (version >= 1)
        {
            writer.WriteInt64(Now); // last fetch
            writer.WriteInt64(Now); // last caught up
        }

        writer.WriteTaggedFields();
    }

    private void WriteNode(KafkaWriter writer)
    {
        writer.WriteArrayLength(1);
        writer.WriteInt32(NodeId);
        writer.WriteArrayLength(1);
        writer.WriteString(Listener);
        writer.WriteString(Host);
        writer.WriteInt16((short)(ushort)Port); // unsigned
        writer.WriteTaggedFields();
        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, ErrorCode Error, long EndOffset);
}
