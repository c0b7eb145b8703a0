namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Produce (0), v0-10. Versions before 3 carry message sets of the old formats and are read only to be refused (KAFKA-18659: clients want to see
/// version 0 offered). v3, acks -1, 30 s, topic "t", partition 0:
/// <code>ff ff | ff ff | 00 00 75 30 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00 00 47 | record batch ...</code>
/// transactional id (null), acks, timeout, topics: name, partitions: index, records. Flexible from 9.
/// </summary>
internal sealed record ProduceRequest(string? TransactionalId, short Acks, int TimeoutMs, ProduceRequest.Topic[] Topics) : IKafkaRequest<ProduceRequest>
{
    /// <summary>The first version whose records are batches of format 2 (KIP-98).</summary>
    public const short FirstWithBatches = 3;

    public static ApiDescription Api { get; } = new(ApiKey.Produce, 0, 10, FlexibleFrom: 9);

    public static ProduceRequest Read(ref KafkaReader reader, short version)
    {
        var transactionalId = version >= FirstWithBatches ? reader.ReadNullableString() : null;
        var acks = reader.ReadInt16();
        var timeout = reader.ReadInt32();
        var topics = new Topic[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = ReadTopic(ref reader);
        }

        reader.ReadTaggedFields();
        return new ProduceRequest(transactionalId, acks, timeout, topics);
    }

    private static Topic ReadTopic(ref KafkaReader reader)
    {
        var name = reader.ReadString();
        var partitions = new Partition[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = new Partition(reader.ReadInt32(), reader.ReadBytes());
            reader.ReadTaggedFields();
        }

        reader.ReadTaggedFields();
        return new Topic(name, partitions);
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    /// <param name="Index">The partition.</param>
    /// <param name="Records">The batch as received: a slice of the frame, written to the log without a copy.</param>
    internal readonly record struct Partition(int Index, Memory<byte> Records);
}
