using System.Text.Json.Serialization;

namespace Analytics.Producer.Files;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ResumePoint))]
internal sealed partial class ResumeJson : JsonSerializerContext;
