namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ListOffsets (2), v1-11. v1, the end (-1) of partition 0 of "t":
/// <code>ff ff ff ff | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | ff ff ff ff ff ff ff ff</code>
/// -2 asks for the start, -3 (v7, KIP-734) for the record with the highest timestamp, -4 (v8, KIP-405) for the start on the local disk, -5 (v9, KIP-1005) and
/// -6 (v11, KIP-1023) for ends in tiered storage, anything else for the first record at or after that time. v10 adds a time limit for tiered storage.
/// Flexible from 6.
/// </summary>
internal sealed record ListOffsetsRequest(bool CommittedOnly, ListOffsetsRequest.Topic[] Topics) : IKafkaRequest<ListOffsetsRequest>
{
    public const long Latest = -1;
    public const long Earliest = -2;
    public const long MaxTimestamp = -3;
    public const long EarliestLocal = -4;
    public const long LatestTiered = -5;
    public const long EarliestPendingUpload = -6;

    public static ApiDescription Api { get; } = new(ApiKey.ListOffsets, 1, 11, FlexibleFrom: 6);

    public static ListOffsetsRequest Read(ref KafkaReader reader, short version)
    {
        reader.ReadInt32(); // replica id
        var committedOnly = version >= 2 && reader.ReadInt8() == 1; // isolation level
        var topics = new Topic[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < topics.Length; i++)
        {
            var name = reader.ReadString();
            var partitions = new Partition[Math.Max(0, reader.ReadArrayLength())];
            for (var j = 0; j < partitions.Length; j++)
            {
                var index = reader.ReadInt32();
                var leaderEpoch = version >= 4 ? reader.ReadInt32() : -1;
                partitions[j] = new Partition(index, leaderEpoch, reader.ReadInt64());
                reader.ReadTaggedFields();
            }

            reader.ReadTaggedFields();
            topics[i] = new Topic(name, partitions);
        }

        if (version >= 10)
        {
            reader.ReadInt32(); // time limit for tiered storage, ms
        }

        reader.ReadTaggedFields();
        return new ListOffsetsRequest(committedOnly, topics);
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, int LeaderEpoch, long Timestamp);
}
