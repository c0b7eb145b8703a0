namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Fetch (1), v4-12. v4, at least 1 byte within 500 ms, at most 50 MiB, partition 0 of "t" from offset 9, at most 1 MiB:
/// <code>ff ff ff ff | 00 00 01 f4 | 00 00 00 01 | 03 20 00 00 | 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 .. 09 | 00 10 00 00</code>
/// v7 adds sessions (KIP-227): they are read and not kept, which clients take as "always send everything". Flexible from 12.
/// </summary>
internal sealed record FetchRequest(int MaxWaitMs, int MinBytes, int MaxBytes, bool CommittedOnly, FetchRequest.Topic[] Topics) : IKafkaRequest<FetchRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.Fetch, 4, 12, FlexibleFrom: 12);

    public static FetchRequest Read(ref KafkaReader reader, short version)
    {
        reader.ReadInt32(); // replica id
        var maxWait = reader.ReadInt32();
        var minBytes = reader.ReadInt32();
        var maxBytes = reader.ReadInt32();
        var committedOnly = reader.ReadInt8() == 1; // isolation level
        if (version >= 7)
        {
            reader.ReadInt32(); // session id
            reader.ReadInt32(); // session epoch
        }

        var topics = new Topic[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = ReadTopic(ref reader, version);
        }

        if (version >= 7)
        {
            SkipForgottenTopics(ref reader);
        }

        if (version >= 11)
        {
            reader.ReadString(); // rack
        }

        reader.ReadTaggedFields();
        return new FetchRequest(maxWait, minBytes, maxBytes, committedOnly, topics);
    }

    private static Topic ReadTopic(ref KafkaReader reader, short version)
    {
        var name = reader.ReadString();
        var partitions = new Partition[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < partitions.Length; i++)
        {
            var index = reader.ReadInt32();
            var leaderEpoch = version >= 9 ? reader.ReadInt32() : -1;
            var offset = reader.ReadInt64();
            if (version >= 12)
            {
                reader.ReadInt32(); // last fetched epoch
            }

            if (version >= 5)
            {
                reader.ReadInt64(); // the follower's log start
            }

            partitions[i] = new Partition(index, leaderEpoch, offset, reader.ReadInt32());
            reader.ReadTaggedFields();
        }

        reader.ReadTaggedFields();
        return new Topic(name, partitions);
    }

    private static void SkipForgottenTopics(ref KafkaReader reader)
    {
        for (var count = reader.ReadArrayLength(); count > 0; count--)
        {
            reader.ReadString();
            reader.ReadInt32Array();
            reader.ReadTaggedFields();
        }
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, int LeaderEpoch, long Offset, int MaxBytes);
}
