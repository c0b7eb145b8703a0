namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// OffsetForLeaderEpoch (23), v2-3, KIP-320: where does an epoch end? v2, "t", partition 0, current epoch 0, asked for epoch 0:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00 00 00 | 00 00 00 00</code>
/// v3 has the replica id in front. Flexible from 4.
/// </summary>
internal sealed record OffsetForLeaderEpochRequest(OffsetForLeaderEpochRequest.Topic[] Topics) : IKafkaRequest<OffsetForLeaderEpochRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.OffsetForLeaderEpoch, 2, 3, FlexibleFrom: 4);

    public static OffsetForLeaderEpochRequest Read(ref KafkaReader reader, short version)
    {
        if (version >= 3)
        {
            reader.ReadInt32(); // replica id
        }

        var topics = new Topic[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < topics.Length; i++)
        {
            var name = reader.ReadString();
            var partitions = new Partition[Math.Max(0, reader.ReadArrayLength())];
            for (var j = 0; j < partitions.Length; j++)
            {
                partitions[j] = new Partition(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            }

            topics[i] = new Topic(name, partitions);
        }

        return new OffsetForLeaderEpochRequest(topics);
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, int CurrentLeaderEpoch, int LeaderEpoch);
}
