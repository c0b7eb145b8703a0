namespace Analytics.Broker.Protocol.Messages;

/// <summary>DeleteAcls (31), v1-3: filters of the rules to delete, each as in <see cref="AclFilter"/>. Flexible from 2.</summary>
/// <param name="Count">How many there are.</param>
internal sealed record DeleteAclsRequest(int Count) : IKafkaRequest<DeleteAclsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DeleteAcls, 1, 3, FlexibleFrom: 2);

    public static DeleteAclsRequest Read(ref KafkaReader reader, short version)
    {
        var request = new DeleteAclsRequest(reader.ReadArray(AclFilter.Skip).Length);
        reader.ReadTaggedFields();
        return request;
    }
}
