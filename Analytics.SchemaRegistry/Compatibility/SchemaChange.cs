using System.Text.Json;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>A difference between two schemas.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Path">Where, such as <c>#/properties/user_id</c>.</param>
internal readonly record struct SchemaChange(ChangeKind Kind, string Path)
{
    /// <summary>The name that registries give it: <c>TYPE_CHANGED</c>.</summary>
    public string Name => JsonNamingPolicy.SnakeCaseUpper.ConvertName(Kind.ToString());

    public override string ToString() => $"{{errorType:\"{Name}\", description:\"The change at path '{Path}' is not compatible\"}}";
}
