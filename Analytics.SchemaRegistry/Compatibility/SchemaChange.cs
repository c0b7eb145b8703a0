using System.Text.Json;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>A difference between two schemas.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Path">Where, such as <c>#/properties/user_id</c>.</param>
internal readonly record struct SchemaChange(ChangeKind Kind, string Path)
{
    /// <summary>The name that registries give it: <c>TYPE_CHANGED</c>.</summary>
    public string Name => JsonNamingPolicy.SnakeCaseUpper.ConvertName(Kind.ToString());

    /// <summary>The change in Confluent's words, which tools show and search for.</summary>
    /// <param name="reader">Which schema reads: <c>new</c> or <c>old</c>.</param>
    /// <param name="writer">Which one wrote.</param>
    public string Describe(string reader, string writer) => $"{{errorType:\"{Name}\", description:\"{ChangeText.Of(Kind, Path, reader, writer)}'}}";

    public override string ToString() => $"{Name} {Path}";
}
