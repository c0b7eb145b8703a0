namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// IncrementalAlterConfigs (44), v0-1, KIP-339. v0, topic "t", set "a" to "1":
/// <code>00 00 00 01 | 02 | 00 01 74 | 00 00 00 01 | 00 01 61 | 00 | 00 01 31 | 00</code>
/// resources: type, name, configs: name, operation (0 set, 1 delete, 2 append, 3 subtract), value; validate only. Flexible from 1.
/// </summary>
internal sealed record IncrementalAlterConfigsRequest(IncrementalAlterConfigsRequest.Resource[] Resources, bool ValidateOnly)
    : IKafkaRequest<IncrementalAlterConfigsRequest>
{
    public const sbyte Set = 0;
    public const sbyte Delete = 1;
    public const sbyte Append = 2;
    public const sbyte Subtract = 3;

    public static ApiDescription Api { get; } = new(ApiKey.IncrementalAlterConfigs, 0, 1, FlexibleFrom: 1);

    public static IncrementalAlterConfigsRequest Read(ref KafkaReader reader, short version)
    {
        var resources = reader.ReadArray(static (ref KafkaReader resource) => new Resource(
            resource.ReadInt8(),
            resource.ReadString(),
            resource.ReadArray(static (ref KafkaReader config) => new Change(config.ReadString(), config.ReadInt8(), config.ReadNullableString()))));
        var request = new IncrementalAlterConfigsRequest(resources, reader.ReadBoolean());
        reader.ReadTaggedFields();
        return request;
    }

    internal readonly record struct Resource(sbyte Type, string Name, Change[] Changes);

    internal readonly record struct Change(string Name, sbyte Operation, string? Value);
}
