namespace Analytics.Contracts.Registry;

/// <summary>The result of a compatibility test.</summary>
/// <param name="IsCompatible">Whether the registry would take the schema.</param>
/// <param name="Messages">What breaks it, in the registry's words; empty when compatible.</param>
public sealed record SchemaCompatibility(bool IsCompatible, IReadOnlyList<string> Messages);
