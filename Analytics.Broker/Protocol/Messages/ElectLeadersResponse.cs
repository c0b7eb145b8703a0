namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v1, topic "t", partition 0, whose leader need not be elected:
/// <code>00 00 00 00 | 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 54 | ff ff</code>
/// throttle time, error (from v1), topics: name, partitions: index, error, message.
/// </summary>
internal sealed record ElectLeadersResponse(PartitionErrorsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        if (version >= 1)
        {
            writer.WriteError(ErrorCode.None);
        }

        writer.WriteArray(Topics, static (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, static (writer, partition) =>
            {
                writer.WriteInt32(partition.Index);
                writer.WriteError(partition.Error);
                writer.WriteString(null); // message
            });
        });
        writer.WriteTaggedFields();
    }
}
