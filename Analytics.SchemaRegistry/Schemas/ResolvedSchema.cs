namespace Analytics.SchemaRegistry.Schemas;

/// <summary>A schema with the texts of all the schemas that it refers to, by the names that <c>$ref</c> uses.</summary>
/// <param name="Text">The compact text.</param>
/// <param name="References">The texts by name.</param>
internal sealed record ResolvedSchema(string Text, IReadOnlyDictionary<string, string> References)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static ResolvedSchema Alone(string text) => new(text, None);
}
