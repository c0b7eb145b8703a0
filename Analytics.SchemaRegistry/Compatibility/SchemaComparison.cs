namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>The differences between two JSON Schemas that stop data of the first from being read by the second.</summary>
internal static class SchemaComparison
{
    public static IReadOnlyList<string> Blocking(string original, string update, string? policy) => [];
}
