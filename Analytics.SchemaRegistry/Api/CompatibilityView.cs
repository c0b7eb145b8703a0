using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Api;

/// <summary>The answer to a compatibility test; messages only when asked for with <c>verbose=true</c>.</summary>
internal sealed record CompatibilityView([property: JsonPropertyName("is_compatible")] bool IsCompatible, IReadOnlyList<string>? Messages);
