namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v2, topic "t" created:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 | ff ff</code>
/// throttle time, topics: name, id (from v7), error, message. v5 adds partitions, replication and configs (KIP-525): name, value, read-only, source,
/// sensitive.
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
            if (version >= 7)
            {
                writer.WriteUuid(topic.Id);
            }

            writer.WriteError(topic.Error);
            writer.WriteString(topic.Message);
            if (version >= 5)
            {
                writer.WriteInt32(topic.Partitions);
                writer.WriteInt16(topic.Partitions < 0 ? (short)-1 : (short)1);
                writer.WriteArray(topic.Configs, WriteConfig);
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    private static void WriteConfig(KafkaWriter writer, DescribeConfigsResponse.Config config)
    {
        writer.WriteString(config.Name);
        writer.WriteString(config.Value);
        writer.WriteBoolean(config.ReadOnly);
        writer.WriteInt8(config.Source);
        writer.WriteBoolean(false); // sensitive
    }

    /// <param name="Name">The topic.</param>
    /// <param name="Id">Its id; empty when it was not made.</param>
    /// <param name="Error">Why it was not made, or none.</param>
    /// <param name="Message">The same in words.</param>
    /// <param name="Partitions">How many it has; -1 when it was not made.</param>
    /// <param name="Configs">All of its configs.</param>
    internal readonly record struct Topic(string Name, Guid Id, ErrorCode Error, string? Message, int Partitions, DescribeConfigsResponse.Config[] Configs);
}
