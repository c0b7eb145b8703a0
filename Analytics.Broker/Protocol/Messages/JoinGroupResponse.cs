namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The generation, and for the leader all members with their subscriptions. v0, generation 1, "range", a follower "b" of leader "a":
/// <code>00 00 | 00 00 00 01 | 00 05 72 61 6e 67 65 | 00 01 61 | 00 01 62 | 00 00 00 00</code>
/// v2 adds the throttle time, v5 static member ids, v7 the protocol type (KIP-559).
/// </summary>
internal sealed record JoinGroupResponse(
    ErrorCode Error,
    int Generation,
    string? ProtocolType,
    string? ProtocolName,
    string Leader,
    string MemberId,
    JoinGroupResponse.Member[] Members) : IKafkaResponse
{
    public static JoinGroupResponse Failed(ErrorCode error, string memberId) => new(error, -1, null, null, "", memberId, []);

    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 2)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteError(Error);
        writer.WriteInt32(Generation);
        if (version >= 7)
        {
            writer.WriteString(ProtocolType);
        }

        writer.WriteString(version >= 7 ? ProtocolName : ProtocolName ?? "");
        writer.WriteString(Leader);
        writer.WriteString(MemberId);
        writer.WriteArrayLength(Members.Length);
        foreach (var member in Members)
        {
            writer.WriteString(member.MemberId);
            if (version >= 5)
            {
                writer.WriteString(member.InstanceId);
            }

            writer.WriteBytes(member.Metadata);
            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Member(string MemberId, string? InstanceId, byte[] Metadata);
}
