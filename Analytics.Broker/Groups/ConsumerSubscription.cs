using Analytics.Broker.Protocol;

namespace Analytics.Broker.Groups;

/// <summary>
/// What a consumer says that it reads: the start of the metadata with which it joins (Kafka's ConsumerProtocolSubscription). Topic "t":
/// <code>00 01 | 00 00 00 01 | 00 01 74 | ...</code>
/// version, topics, and what the assignors use.
/// </summary>
internal static class ConsumerSubscription
{
    public const string ProtocolType = "consumer";

    /// <summary>The topics; none when the bytes are something else.</summary>
    public static string[] Topics(byte[] metadata)
    {
        try
        {
            var reader = new KafkaReader(metadata, flexible: false);
            reader.ReadInt16(); // version
            return reader.ReadStringArray() ?? [];
        }
        catch (MalformedRequestException)
        {
            return [];
        }
    }
}
