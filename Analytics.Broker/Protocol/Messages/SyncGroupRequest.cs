namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// SyncGroup (14), v0-5. v0, group "g", generation 1, member "a" (the leader), its own assignment of 2 bytes:
/// <code>00 01 67 | 00 00 00 01 | 00 01 61 | 00 00 00 01 | 00 01 61 | 00 00 00 02 ..</code>
/// v3 adds the static member id, v5 protocol type and name. Flexible from 4.
/// </summary>
internal sealed record SyncGroupRequest(
    string Group,
    int Generation,
    string MemberId,
    string? InstanceId,
    string? ProtocolType,
    string? ProtocolName,
    SyncGroupRequest.Assignment[] Assignments) : IKafkaRequest<SyncGroupRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.SyncGroup, 0, 5, FlexibleFrom: 4);

    public static SyncGroupRequest Read(ref KafkaReader reader, short version)
    {
        var group = reader.ReadString();
        var generation = reader.ReadInt32();
        var member = reader.ReadString();
        var instance = version >= 3 ? reader.ReadNullableString() : null;
        var protocolType = version >= 5 ? reader.ReadNullableString() : null;
        var protocolName = version >= 5 ? reader.ReadNullableString() : null;
        var assignments = new Assignment[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < assignments.Length; i++)
        {
            assignments[i] = new Assignment(reader.ReadString(), reader.ReadBytes().ToArray());
            reader.ReadTaggedFields();
        }

        reader.ReadTaggedFields();
        return new SyncGroupRequest(group, generation, member, instance, protocolType, protocolName, assignments);
    }

    internal readonly record struct Assignment(string MemberId, byte[] Bytes);
}
