using System.Text.Json.Serialization;

namespace Analytics.Broker.Topics;

[JsonSerializable(typeof(TopicDefinition))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class TopicJson : JsonSerializerContext;
