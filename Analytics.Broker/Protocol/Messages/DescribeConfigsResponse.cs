namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v1, topic "t" with one config "a" = "b" set on the topic:
/// <code>00 00 00 00 | 00 00 00 01 | 00 00 | ff ff | 02 | 00 01 74 | 00 00 00 01 | 00 01 61 | 00 01 62 | 00 | 01 | 00 | 00 00 00 00</code>
/// v3 adds type and documentation of each config (KIP-569).
/// </summary>
internal sealed record DescribeConfigsResponse(DescribeConfigsResponse.Resource[] Resources) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArrayLength(Resources.Length);
        foreach (var resource in Resources)
        {
            writer.WriteError(resource.Error);
            writer.WriteString(resource.Message);
            writer.WriteInt8(resource.Type);
            writer.WriteString(resource.Name);
            writer.WriteArrayLength(resource.Configs.Length);
            foreach (var config in resource.Configs)
            {
                WriteConfig(writer, version, config);
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    private static void WriteConfig(KafkaWriter writer, short version, Config config)
    {
        writer.WriteString(config.Name);
        writer.WriteString(config.Value);
        writer.WriteBoolean(config.ReadOnly);
        writer.WriteInt8(config.Source);
        writer.WriteBoolean(false); // sensitive
        var synonyms = config.Synonyms ?? [];
        writer.WriteArrayLength(synonyms.Length);
        foreach (var synonym in synonyms)
        {
            writer.WriteString(synonym.Name);
            writer.WriteString(synonym.Value);
            writer.WriteInt8(synonym.Source);
            writer.WriteTaggedFields();
        }

        if (version >= 3)
        {
            writer.WriteInt8(config.Type);
            writer.WriteString(null); // documentation
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Resource(ErrorCode Error, string? Message, sbyte Type, string Name, Config[] Configs);

    /// <param name="Name">The config.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="ReadOnly">Whether no API changes it.</param>
    /// <param name="Source">1 set on the topic, 4 set for the broker at start, 5 default.</param>
    /// <param name="Type">1 boolean, 2 string, 3 int, 5 long, 7 list.</param>
    /// <param name="Synonyms">Where the value could come from, the one that counts first; null where nobody asked.</param>
    internal readonly record struct Config(string Name, string Value, bool ReadOnly, sbyte Source, sbyte Type, Synonym[]? Synonyms = null);

    internal readonly record struct Synonym(string Name, string Value, sbyte Source);
}
