namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>What a subject (or everything) asks of a new version.</summary>
/// <param name="Level">One of <see cref="CompatibilityLevels"/>.</param>
/// <param name="Policy"><c>STRICT</c> or <c>LENIENT</c>; null when never set, which means strict.</param>
internal sealed record CompatibilityConfig(string Level, string? Policy);
