namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// OffsetCommit (8), v2-8. v2, group "g", generation 1, member "m", topic "t", partition 0, offset 10:
/// <code>00 01 67 | 00 00 00 01 | 00 01 6d | ff .. ff | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 .. 0a | 00 00</code>
/// v2-4 carry a retention time, v6 adds the leader epoch (KIP-320), v7 the static member id (KIP-345). Flexible from 8.
/// </summary>
internal sealed record OffsetCommitRequest(string Group, int Generation, string MemberId, string? InstanceId, OffsetCommitRequest.Topic[] Topics)
    : IKafkaRequest<OffsetCommitRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.OffsetCommit, 2, 8, FlexibleFrom: 8);

    public static OffsetCommitRequest Read(ref KafkaReader reader, short version)
    {
        var group = reader.ReadString();
        var generation = reader.ReadInt32();
        var member = reader.ReadString();
        var instance = version >= 7 ? reader.ReadNullableString() : null;
        if (version <= 4)
        {
            reader.ReadInt64(); // retention time
        }

        var topics = new Topic[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < topics.Length; i++)
        {
            var name = reader.ReadString();
            var partitions = new Partition[Math.Max(0, reader.ReadArrayLength())];
            for (var j = 0; j < partitions.Length; j++)
            {
                var index = reader.ReadInt32();
                var offset = reader.ReadInt64();
                var leaderEpoch = version >= 6 ? reader.ReadInt32() : -1;
                partitions[j] = new Partition(index, offset, leaderEpoch, reader.ReadNullableString());
                reader.ReadTaggedFields();
            }

            reader.ReadTaggedFields();
            topics[i] = new Topic(name, partitions);
        }

        reader.ReadTaggedFields();
        return new OffsetCommitRequest(group, generation, member, instance, topics);
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, long Offset, int LeaderEpoch, string? Metadata);
}
