namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DeleteGroups (42), v0-2, KIP-229. v0, group "g":
/// <code>00 00 00 01 | 00 01 67</code>
/// Flexible from 2.
/// </summary>
internal sealed record DeleteGroupsRequest(string[] Groups) : IKafkaRequest<DeleteGroupsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DeleteGroups, 0, 2, FlexibleFrom: 2);

    public static DeleteGroupsRequest Read(ref KafkaReader reader, short version)
    {
        var groups = reader.ReadStringArray() ?? [];
        reader.ReadTaggedFields();
        return new DeleteGroupsRequest(groups);
    }
}
