using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordKey))]
[JsonSerializable(typeof(SettingKey))]
[JsonSerializable(typeof(RecordValue))]
[JsonSerializable(typeof(ConfigValue))]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class RecordJson : JsonSerializerContext;
