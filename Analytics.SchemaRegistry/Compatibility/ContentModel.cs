using System.Text.RegularExpressions;
using Analytics.SchemaRegistry.Compatibility.Shapes;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>
/// What an object or array says of members that it does not name. Open: anything may be there. Closed: nothing.
/// Partially open: what fits a schema.
/// </summary>
internal static class ContentModel
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    public static bool IsOpen(ObjectKeywords properties) =>
        properties is { PermitsAdditional: true, Additional: null, PatternProperties.Count: 0 } && (properties.Unevaluated?.IsOpen ?? true);

    public static bool IsOpen(ArrayKeywords items) => items is { PermitsAdditional: true, Additional: null } && (items.Unevaluated?.IsOpen ?? true);

    /// <summary>The schema that an unnamed property has to fit; null when there is none.</summary>
    public static Shape? Covering(ObjectKeywords properties, string property) =>
        properties.PatternProperties.FirstOrDefault(entry => Matches(entry.Key, property)).Value
        ?? properties.Additional
        ?? (properties.PermitsAdditional ? Partial(properties.Unevaluated) : null);

    /// <summary>The schema that an item beyond the tuple has to fit; null when there is none.</summary>
    public static Shape? Covering(ArrayKeywords items) => items.Additional ?? (items.PermitsAdditional ? Partial(items.Unevaluated) : null);

    private static Shape? Partial(Shape? unevaluated) => unevaluated is { Kind: not ShapeKind.False, IsOpen: false } ? unevaluated : null;

    private static bool Matches(string pattern, string property)
    {
        try
        {
            return Regex.IsMatch(property, pattern, RegexOptions.None, PatternTime);
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
