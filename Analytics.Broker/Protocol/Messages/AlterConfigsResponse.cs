namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// An error for each resource: the answer to AlterConfigs (33) and IncrementalAlterConfigs (44). Topic "t", no error:
/// <code>00 00 00 00 | 00 00 00 01 | 00 00 | ff ff | 02 | 00 01 74</code>
/// throttle time, resources: error, message, type, name.
/// </summary>
internal sealed record AlterConfigsResponse(AlterConfigsResponse.Resource[] Resources) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArray(Resources, static (writer, resource) =>
        {
            writer.WriteError(resource.Error);
            writer.WriteString(resource.Message);
            writer.WriteInt8(resource.Type);
            writer.WriteString(resource.Name);
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct Resource(ErrorCode Error, string? Message, sbyte Type, string Name);
}
