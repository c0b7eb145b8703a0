namespace Analytics.ServiceDefaults.Kafka;

/// <summary>
/// Attribute names of OpenTelemetry's messaging conventions.
/// Source: https://opentelemetry.io/docs/specs/semconv/messaging/kafka/
/// </summary>
public static class KafkaTags
{
    /// <summary>Always <c>kafka</c>.</summary>
    public const string System = "messaging.system";

    /// <summary>The value of <see cref="System"/>.</summary>
    public const string SystemKafka = "kafka";

    /// <summary>The topic.</summary>
    public const string Destination = "messaging.destination.name";

    /// <summary>The partition, as text.</summary>
    public const string Partition = "messaging.destination.partition.id";

    /// <summary>The record's offset.</summary>
    public const string Offset = "messaging.kafka.offset";

    /// <summary>The consumer group.</summary>
    public const string ConsumerGroup = "messaging.consumer.group.name";

    /// <summary>What the system calls the operation: <c>send</c>, <c>poll</c>, <c>process</c>.</summary>
    public const string OperationName = "messaging.operation.name";

    /// <summary>The kind of operation: <c>send</c>, <c>receive</c>, <c>process</c>.</summary>
    public const string OperationType = "messaging.operation.type";

    /// <summary>Records in a batch.</summary>
    public const string BatchCount = "messaging.batch.message_count";

    /// <summary>The client's id.</summary>
    public const string ClientId = "messaging.client.id";

    /// <summary>The class of an error; absent on success.</summary>
    public const string ErrorType = "error.type";
}
