namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// AlterConfigs (33), v0-2, KIP-133: all configs of a resource at once, those that are left out get their defaults. v0, topic "t", "a" is "1":
/// <code>00 00 00 01 | 02 | 00 01 74 | 00 00 00 01 | 00 01 61 | 00 01 31 | 00</code>
/// Flexible from 2.
/// </summary>
internal sealed record AlterConfigsRequest(AlterConfigsRequest.Resource[] Resources, bool ValidateOnly) : IKafkaRequest<AlterConfigsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.AlterConfigs, 0, 2, FlexibleFrom: 2);

    public static AlterConfigsRequest Read(ref KafkaReader reader, short version)
    {
        var resources = reader.ReadArray(static (ref KafkaReader resource) => new Resource(
            resource.ReadInt8(), resource.ReadString(), resource.ReadArray(static (ref KafkaReader config) => new Config(config.ReadString(), config.ReadNullableString()))));
        var request = new AlterConfigsRequest(resources, reader.ReadBoolean());
        reader.ReadTaggedFields();
        return request;
    }

    internal readonly record struct Resource(sbyte Type, string Name, Config[] Configs);

    internal readonly record struct Config(string Name, string? Value);
}
