namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v2, topic "t" created:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 | ff ff</code>
/// throttle time, topics: name, error, message. v5 adds partitions, replication and configs (KIP-525; configs null: ask DescribeConfigs).
/// </summary>
internal sealed record CreateTopicsResponse(CreateTopicsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteError(topic.Error);
            writer.WriteString(topic.Message);
            if (version >= 5)
            {
                writer.WriteInt32(topic.Partitions);
                writer.WriteInt16(topic.Partitions < 0 ? (short)-1 : (short)1);
                writer.WriteArrayLength(0);
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, ErrorCode Error, string? Message, int Partitions);
}
