namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// LeaveGroup (13), v0-4. v0, group "g", member "a":
/// <code>00 01 67 | 00 01 61</code>
/// From v3 a batch of members, each with its static member id (KIP-345). Flexible from 4.
/// </summary>
internal sealed record LeaveGroupRequest(string Group, LeaveGroupRequest.Member[] Members) : IKafkaRequest<LeaveGroupRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.LeaveGroup, 0, 4, FlexibleFrom: 4);

    public static LeaveGroupRequest Read(ref KafkaReader reader, short version)
    {
        var group = reader.ReadString();
        if (version < 3)
        {
            return new LeaveGroupRequest(group, [new Member(reader.ReadString(), null)]);
        }

        var members = new Member[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = new Member(reader.ReadString(), reader.ReadNullableString());
            reader.ReadTaggedFields();
        }

        reader.ReadTaggedFields();
        return new LeaveGroupRequest(group, members);
    }

    internal readonly record struct Member(string MemberId, string? InstanceId);
}
