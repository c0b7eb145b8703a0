using System.Text.Json.Serialization;

namespace Analytics.Contracts.Registry;

/// <summary>The bodies that the client sends and reads, in the registry's spelling.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SchemaRequest))]
[JsonSerializable(typeof(SchemaAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(CompatibilityAnswer))]
[JsonSerializable(typeof(List<SubjectVersion>))]
[JsonSerializable(typeof(List<int>))]
internal sealed partial class RegistryJson : JsonSerializerContext;
