using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Api;

/// <summary>The bodies of the API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SchemaBody))]
[JsonSerializable(typeof(ConfigBody))]
[JsonSerializable(typeof(ModeBody))]
[JsonSerializable(typeof(SchemaView))]
[JsonSerializable(typeof(SubjectVersionView))]
[JsonSerializable(typeof(CompatibilityView))]
[JsonSerializable(typeof(ErrorView))]
[JsonSerializable(typeof(EmptyView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(List<SchemaView>))]
[JsonSerializable(typeof(List<SubjectVersionView>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<int>))]
[JsonSerializable(typeof(int))]
internal sealed partial class ApiJson : JsonSerializerContext;
