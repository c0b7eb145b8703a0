namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// One broker that leads every partition. v1, node 1 at localhost:9092, topic "t" with one partition:
/// <code>00 00 00 01 | 00 00 00 01 | 00 09 6c .. 74 | 00 00 23 84 | ff ff | 00 00 00 01 | 00 00 00 01 | 00 00 | 00 01 74 | 00 | 00 00 00 01
/// 00 00 | 00 00 00 00 | 00 00 00 01 | 00 00 00 01 00 00 00 01 | 00 00 00 01 00 00 00 01</code>
/// v2 adds the cluster id, v3 the throttle time, v5 offline replicas, v7 the leader epoch, v8 authorised operations,
/// v10 topic ids (KIP-516); v11 drops the cluster's operations; from v12 the name of a topic asked for by an id that is not known is null.
/// </summary>
internal sealed record MetadataResponse(int NodeId, string Host, int Port, string ClusterId, MetadataResponse.Topic[] Topics, int ClusterOperations, int TopicOperations)
    : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 3)
        {
            writer.WriteInt32(0); // throttle time
        }

        WriteBroker(writer, version);
        if (version >= 2)
        {
            writer.WriteString(ClusterId);
        }

        if (version >= 1)
        {
            writer.WriteInt32(NodeId); // controller
        }

        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            WriteTopic(writer, version, topic);
        }

        if (version is >= 8 and <= 10)
        {
            writer.WriteInt32(ClusterOperations);
        }

        writer.WriteTaggedFields();
    }

    private void WriteBroker(KafkaWriter writer, short version)
    {
        writer.WriteArrayLength(1);
        writer.WriteInt32(NodeId);
        writer.WriteString(Host);
        writer.WriteInt32(Port);
        if (version >= 1)
        {
            writer.WriteString(null); // rack
        }

        writer.WriteTaggedFields();
    }

    private void WriteTopic(KafkaWriter writer, short version, Topic topic)
    {
        writer.WriteError(topic.Error);
        writer.WriteString(topic.Name ?? (version < 12 ? string.Empty : null));
        if (version >= 10)
        {
            writer.WriteUuid(topic.Id);
        }

        if (version >= 1)
        {
            writer.WriteBoolean(false); // internal
        }

        writer.WriteArrayLength(topic.Partitions);
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            writer.WriteError(ErrorCode.None);
            writer.WriteInt32(partition);
            writer.WriteInt32(NodeId);
            if (version >= 7)
            {
                writer.WriteInt32(0); // leader epoch
            }

            writer.WriteInt32Array([NodeId]);
            writer.WriteInt32Array([NodeId]);
            if (version >= 5)
            {
                writer.WriteInt32Array([]);
            }

            writer.WriteTaggedFields();
        }

        if (version >= 8)
        {
            writer.WriteInt32(topic.Error is ErrorCode.None ? TopicOperations : AuthorizedOperations.Unknown);
        }

        writer.WriteTaggedFields();
    }

    /// <param name="Error">Why there are no partitions, or none.</param>
    /// <param name="Name">The topic; null when only its id was given and nobody has it.</param>
    /// <param name="Id">Its id, or empty.</param>
    /// <param name="Partitions">How many partitions it has.</param>
    internal readonly record struct Topic(ErrorCode Error, string? Name, Guid Id, int Partitions);
}
