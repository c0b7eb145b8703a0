using System.Text.Json.Serialization;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>The bodies of the API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SchemaView))]
[JsonSerializable(typeof(SubjectVersionView))]
[JsonSerializable(typeof(CompatibilityView))]
[JsonSerializable(typeof(ConfigUpdateView))]
[JsonSerializable(typeof(RegistryConfig))]
[JsonSerializable(typeof(ModeView))]
[JsonSerializable(typeof(ErrorView))]
[JsonSerializable(typeof(EmptyView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(ClusterIdView))]
[JsonSerializable(typeof(List<SchemaView>))]
[JsonSerializable(typeof(List<SubjectVersionView>))]
[JsonSerializable(typeof(List<ContextIdView>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<int>))]
[JsonSerializable(typeof(int))]
internal sealed partial class ApiJson : JsonSerializerContext;
