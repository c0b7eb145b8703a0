using System.Text.Json.Serialization;

namespace Analytics.ServiceDefaults.Kafka;

[JsonSerializable(typeof(KafkaStatistics))]
internal sealed partial class KafkaStatisticsJson : JsonSerializerContext;
