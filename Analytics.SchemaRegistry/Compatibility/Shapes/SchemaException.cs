namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>A schema is none.</summary>
/// <param name="path">The place, as a JSON pointer.</param>
/// <param name="rule">What it breaks.</param>
internal sealed class SchemaException(string path, string rule) : Exception($"{path}: {rule}");
