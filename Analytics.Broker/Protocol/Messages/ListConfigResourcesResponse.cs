namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// What has configs. v1, topic "t":
/// <code>00 00 00 00 | 00 00 | 02 | 02 74 | 02 | 00 | 00</code>
/// throttle time, error, resources: name, kind (from v1).
/// </summary>
internal sealed record ListConfigResourcesResponse(ListConfigResourcesResponse.Resource[] Resources) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(ErrorCode.None);
        writer.WriteArray(Resources, (writer, resource) =>
        {
            writer.WriteString(resource.Name);
            if (version >= 1)
            {
                writer.WriteInt8(resource.Type);
            }
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct Resource(string Name, sbyte Type);
}
