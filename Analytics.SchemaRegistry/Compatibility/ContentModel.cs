using System.Text.RegularExpressions;
using Analytics.SchemaRegistry.Compatibility.Shapes;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>
/// What an object or array says of members that it does not name. Open: anything may be there. Closed: nothing.
/// Partially open: what fits a schema.
/// </summary>
/// <param name="Permits">False when other members are forbidden.</param>
/// <param name="Other">The schema of other members; null when there is none.</param>
internal readonly record struct ContentModel(bool Permits, Shape? Other)
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    public static ContentModel OfProperties(Shape shape) => Of(shape, "additionalProperties");

    /// <summary>Tuples: newer drafts say <c>items</c> for what follows <c>prefixItems</c>.</summary>
    public static ContentModel OfItems(Shape shape)
    {
        if (!shape.IsModern)
        {
            return Of(shape, "additionalItems");
        }

        var items = Of(shape, "items");
        return shape.Keywords.ContainsKey("prefixItems") || !items.Permits ? items : new ContentModel(Permits: true, Other: null);
    }

    /// <summary>The schema that an unnamed property has to fit; null when there is none.</summary>
    public static Shape? Covering(Shape shape, string property) =>
        shape.Children("patternProperties").FirstOrDefault(entry => Matches(entry.Key, property)).Value ?? OfProperties(shape).Other;

    private static ContentModel Of(Shape shape, string keyword)
    {
        var other = shape.Child(keyword);
        return other?.Kind switch
        {
            ShapeKind.False when other.Source is System.Text.Json.Nodes.JsonValue => new ContentModel(Permits: false, Other: null),
            ShapeKind.True or null => new ContentModel(Permits: true, Other: null),
            _ => new ContentModel(Permits: true, other),
        };
    }

    private static bool Matches(string pattern, string property)
    {
        try
        {
            return Regex.IsMatch(property, pattern, RegexOptions.ECMAScript, PatternTime);
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
