namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// OffsetFetch (9), v1-7. v1, group "g", topic "t", partition 0:
/// <code>00 01 67 | 00 00 00 01 | 00 01 74 | 00 00 00 01 00 00 00 00</code>
/// Topics null (from v2) asks for all the group has. v7 adds require-stable (KIP-447). Flexible from 6.
/// </summary>
internal sealed record OffsetFetchRequest(string Group, OffsetFetchRequest.Topic[]? Topics, bool RequireStable) : IKafkaRequest<OffsetFetchRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.OffsetFetch, 1, 7, FlexibleFrom: 6);

    public static OffsetFetchRequest Read(ref KafkaReader reader, short version)
    {
        var group = reader.ReadString();
        var count = reader.ReadArrayLength();
        var topics = count < 0 ? null : new Topic[count];
        for (var i = 0; i < topics?.Length; i++)
        {
            topics[i] = new Topic(reader.ReadString(), reader.ReadInt32Array());
            reader.ReadTaggedFields();
        }

        var requireStable = version >= 7 && reader.ReadBoolean();
        reader.ReadTaggedFields();
        return new OffsetFetchRequest(group, topics, requireStable);
    }

    internal readonly record struct Topic(string Name, int[] Partitions);
}
