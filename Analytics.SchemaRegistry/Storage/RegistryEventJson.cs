using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegistryEvent))]
internal sealed partial class RegistryEventJson : JsonSerializerContext;
