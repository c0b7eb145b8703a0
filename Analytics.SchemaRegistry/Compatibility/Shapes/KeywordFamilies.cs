using System.Text.Json.Nodes;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>Which keywords speak of which type: without <c>type</c> they alone say what a schema is about.</summary>
internal static class KeywordFamilies
{
    private static readonly (ShapeKind Kind, string[] Keywords)[] Families =
    [
        (ShapeKind.Text, ["minLength", "maxLength", "pattern"]),
        (ShapeKind.Number, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
        (ShapeKind.Array,
            ["items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems", "contains", "unevaluatedItems"]),
        (ShapeKind.Object,
            [
                "properties", "required", "minProperties", "maxProperties", "dependencies", "dependentRequired", "dependentSchemas",
                "patternProperties", "additionalProperties", "propertyNames", "unevaluatedProperties",
            ]),
    ];

    /// <summary>The kinds whose keywords are there.</summary>
    public static IEnumerable<ShapeKind> In(JsonObject schema) =>
        Families.Where(family => family.Keywords.Any(schema.ContainsKey)).Select(family => family.Kind);

    /// <summary>The kind of a <c>type</c>.</summary>
    public static ShapeKind Of(string type) => type switch
    {
        "object" => ShapeKind.Object,
        "array" => ShapeKind.Array,
        "string" => ShapeKind.Text,
        "integer" or "number" => ShapeKind.Number,
        "boolean" => ShapeKind.Boolean,
        _ => ShapeKind.Null,
    };
}
