namespace Analytics.Broker.Protocol.Messages;

/// <summary>CreateAcls (30), v1-3: rules to make, each as in <see cref="AclFilter"/>. Flexible from 2.</summary>
/// <param name="Count">How many there are.</param>
internal sealed record CreateAclsRequest(int Count) : IKafkaRequest<CreateAclsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.CreateAcls, 1, 3, FlexibleFrom: 2);

    public static CreateAclsRequest Read(ref KafkaReader reader, short version)
    {
        var request = new CreateAclsRequest(reader.ReadArray(AclFilter.Skip).Length);
        reader.ReadTaggedFields();
        return request;
    }
}
