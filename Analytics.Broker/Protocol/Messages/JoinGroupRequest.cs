namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// JoinGroup (11), v0-7. v1, group "g", session 45 s, rebalance 300 s, new member, one protocol:
/// <code>00 01 67 | 00 00 af c8 | 00 04 93 e0 | 00 00 | 00 08 63 .. 72 | 00 00 00 01 | 00 05 72 61 6e 67 65 | 00 00 00 0e ...</code>
/// v5 adds the static member id (KIP-345). Flexible from 6.
/// </summary>
internal sealed record JoinGroupRequest(
    string Group,
    int SessionTimeoutMs,
    int RebalanceTimeoutMs,
    string MemberId,
    string? InstanceId,
    string ProtocolType,
    JoinGroupRequest.Protocol[] Protocols) : IKafkaRequest<JoinGroupRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.JoinGroup, 0, 7, FlexibleFrom: 6);

    public static JoinGroupRequest Read(ref KafkaReader reader, short version)
    {
        var group = reader.ReadString();
        var session = reader.ReadInt32();
        var rebalance = version >= 1 ? reader.ReadInt32() : session;
        var member = reader.ReadString();
        var instance = version >= 5 ? reader.ReadNullableString() : null;
        var protocolType = reader.ReadString();
        var protocols = new Protocol[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < protocols.Length; i++)
        {
            // The subscription outlives the frame.
            protocols[i] = new Protocol(reader.ReadString(), reader.ReadBytes().ToArray());
            reader.ReadTaggedFields();
        }

        reader.ReadTaggedFields();
        return new JoinGroupRequest(group, session, rebalance, member, instance, protocolType, protocols);
    }

    internal readonly record struct Protocol(string Name, byte[] Metadata);
}
