namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v1, group "g" of consumers:
/// <code>00 00 00 00 | 00 00 | 00 00 00 01 | 00 01 67 | 00 08 63 6f 6e 73 75 6d 65 72</code>
/// throttle time (from v1), error, groups: id, protocol type, state (from v4), type (from v5): all speak the classic protocol.
/// </summary>
internal sealed record ListGroupsResponse(ListGroupsResponse.Group[] Groups) : IKafkaResponse
{
    public const string ClassicType = "Classic";

    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteError(ErrorCode.None);
        writer.WriteArrayLength(Groups.Length);
        foreach (var group in Groups)
        {
            writer.WriteString(group.Id);
            writer.WriteString(group.ProtocolType);
            if (version >= 4)
            {
                writer.WriteString(group.State);
            }

            if (version >= 5)
            {
                writer.WriteString(ClassicType);
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Group(string Id, string ProtocolType, string State);
}
