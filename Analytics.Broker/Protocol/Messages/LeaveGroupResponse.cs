namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v1: throttle time and error.
/// <code>00 00 00 00 | 00 00</code>
/// From v3 an error for each member; before, the only member's error is the answer's.
/// </summary>
internal sealed record LeaveGroupResponse(ErrorCode Error, LeaveGroupResponse.Member[] Members) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        if (version < 3)
        {
            writer.WriteError(Error is ErrorCode.None && Members.Length > 0 ? Members[0].Error : Error);
            return;
        }

        writer.WriteError(Error);
        writer.WriteArrayLength(Members.Length);
        foreach (var member in Members)
        {
            writer.WriteString(member.MemberId);
            writer.WriteString(member.InstanceId);
            writer.WriteError(member.Error);
            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Member(string MemberId, string? InstanceId, ErrorCode Error);
}
