namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ListGroups (16), v0-5. Empty before v4, which can ask for some states only (KIP-518): v4, "Stable":
/// <code>02 | 07 53 74 61 62 6c 65 | 00</code>
/// v5 can ask for some types only, classic or consumer (KIP-848). Flexible from 3.
/// </summary>
internal sealed record ListGroupsRequest(string[] States, string[] Types) : IKafkaRequest<ListGroupsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.ListGroups, 0, 5, FlexibleFrom: 3);

    public static ListGroupsRequest Read(ref KafkaReader reader, short version)
    {
        var states = version >= 4 ? reader.ReadStringArray() : null;
        var types = version >= 5 ? reader.ReadStringArray() : null;
        reader.ReadTaggedFields();
        return new ListGroupsRequest(states ?? [], types ?? []);
    }
}
