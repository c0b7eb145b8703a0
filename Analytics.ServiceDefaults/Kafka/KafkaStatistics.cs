using System.Text.Json.Serialization;

namespace Analytics.ServiceDefaults.Kafka;

/// <summary>The part of a librdkafka statistics report that becomes metrics: <c>{"name":"rdkafka#producer-1","txmsgs":12,"msg_cnt":3,...}</c>.</summary>
internal sealed record KafkaStatistics
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("txmsgs")]
    public long SentMessages { get; init; }

    [JsonPropertyName("rxmsgs")]
    public long ReceivedMessages { get; init; }

    [JsonPropertyName("tx_bytes")]
    public long SentBytes { get; init; }

    [JsonPropertyName("rx_bytes")]
    public long ReceivedBytes { get; init; }

    [JsonPropertyName("msg_cnt")]
    public long QueuedMessages { get; init; }
}
