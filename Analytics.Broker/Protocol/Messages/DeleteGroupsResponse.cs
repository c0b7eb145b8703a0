namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// An error for each group. v0, group "g", no error:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 67 | 00 00</code>
/// </summary>
internal sealed record DeleteGroupsResponse(DeleteGroupsResponse.Group[] Groups) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArray(Groups, static (writer, group) =>
        {
            writer.WriteString(group.Id);
            writer.WriteError(group.Error);
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct Group(string Id, ErrorCode Error);
}
