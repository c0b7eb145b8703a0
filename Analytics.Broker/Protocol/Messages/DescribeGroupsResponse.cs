using Analytics.Broker.Groups;

namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// State and members of groups. v0, group "g", which does not exist:
/// <code>00 00 00 01 | 00 00 | 00 01 67 | 00 04 44 65 61 64 | 00 00 | 00 00 | 00 00 00 00</code>
/// error, id, state ("Dead"), protocol type, protocol, members. v1 adds the throttle time, v3 authorised operations, v4 static member ids, v6 an error and its
/// message for a group that does not exist (KIP-1043).
/// </summary>
internal sealed record DescribeGroupsResponse(DescribeGroupsResponse.Group[] Groups, int Operations) : IKafkaResponse
{
    private const string DeadState = nameof(GroupState.Dead);

    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteArrayLength(Groups.Length);
        foreach (var group in Groups)
        {
            var isUnknown = version >= 6 && group.State == DeadState;
            writer.WriteError(isUnknown ? ErrorCode.GroupIdNotFound : ErrorCode.None);
            if (version >= 6)
            {
                writer.WriteString(isUnknown ? $"Group {group.Id} not found." : null);
            }

            writer.WriteString(group.Id);
            writer.WriteString(group.State);
            writer.WriteString(group.ProtocolType);
            writer.WriteString(group.Protocol);
            writer.WriteArrayLength(group.Members.Length);
            foreach (var member in group.Members)
            {
                WriteMember(writer, version, member);
            }

            if (version >= 3)
            {
                writer.WriteInt32(isUnknown ? AuthorizedOperations.Unknown : Operations);
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    private static void WriteMember(KafkaWriter writer, short version, Member member)
    {
        writer.WriteString(member.MemberId);
        if (version >= 4)
        {
            writer.WriteString(member.InstanceId);
        }

        writer.WriteString(member.ClientId);
        writer.WriteString(member.ClientHost);
        writer.WriteBytes(member.Metadata);
        writer.WriteBytes(member.Assignment);
        writer.WriteTaggedFields();
    }

    internal sealed record Group(string Id, string State, string ProtocolType, string Protocol, Member[] Members);

    internal sealed record Member(string MemberId, string? InstanceId, string ClientId, string ClientHost, byte[] Metadata, byte[] Assignment);
}
