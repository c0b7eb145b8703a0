using System.Text.Json.Nodes;
using Analytics.SchemaRegistry.Compatibility.Shapes;
using static Analytics.SchemaRegistry.Compatibility.ChangeKind;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Objects: what may be added depends on how open the old schema was, what may be removed on how open the new one is.</summary>
internal sealed class ObjectComparison(SchemaComparison comparison)
{
    private static readonly BoundKinds MaxProperties = new("maxProperties", MaxPropertiesAdded, MaxPropertiesRemoved, MaxPropertiesIncreased, MaxPropertiesDecreased);
    private static readonly BoundKinds MinProperties = new("minProperties", MinPropertiesAdded, MinPropertiesRemoved, MinPropertiesIncreased, MinPropertiesDecreased);

    private static readonly UnevaluatedKinds Unevaluated = new(
        "unevaluatedProperties", UnevaluatedPropertiesAdded, UnevaluatedPropertiesRemoved, UnevaluatedPropertiesExtended, UnevaluatedPropertiesNarrowed);

    public void Compare(Differences found, Shape original, Shape update)
    {
        CompareRequired(found, original, update);
        CompareProperties(found, original, update);
        CompareDependencies(found, original, update);
        found.At("additionalProperties", below => CompareOther(below, ContentModel.OfProperties(original), ContentModel.OfProperties(update)));
        Unevaluated.Compare(comparison, found, original, update);
        MaxProperties.Compare(found, original, update);
        MinProperties.Compare(found, original, update);
    }

    private static void CompareRequired(Differences found, Shape original, Shape update)
    {
        var properties = update.Children("properties");
        var (before, after) = (original.Names("required"), update.Names("required"));
        foreach (var name in original.Children("properties").Keys.Where(properties.ContainsKey))
        {
            if (before.Contains(name) != after.Contains(name))
            {
                var kind = before.Contains(name) ? RequiredAttributeRemoved
                    : properties[name].HasDefault ? RequiredAttributeWithDefaultAdded
                    : RequiredAttributeAdded;
                found.Add($"required/{name}", kind);
            }
        }
    }

    private void CompareProperties(Differences found, Shape original, Shape update)
    {
        var (before, after) = (original.Children("properties"), update.Children("properties"));
        foreach (var name in before.Keys.Union(after.Keys))
        {
            found.At($"properties/{name}", below =>
            {
                if (!after.TryGetValue(name, out var added))
                {
                    Removed(below, update, name, before[name]);
                }
                else if (!before.TryGetValue(name, out var kept))
                {
                    Added(below, original, update, name, added);
                }
                else
                {
                    comparison.Compare(below, kept, added);
                }
            });
        }
    }

    private void Removed(Differences found, Shape update, string name, Shape property)
    {
        if (IsOpen(update))
        {
            found.Add(PropertyRemovedFromOpenContentModel);
        }
        else if (Covering(update, name) is { } other)
        {
            Cover(found, property, other, PropertyRemovedIsCoveredByPartiallyOpenContentModel, PropertyRemovedNotCoveredByPartiallyOpenContentModel);
        }
        else
        {
            found.Add(property.Kind == ShapeKind.False ? PropertyWithFalseRemovedFromClosedContentModel : PropertyRemovedFromClosedContentModel);
        }
    }

    private void Added(Differences found, Shape original, Shape update, string name, Shape property)
    {
        var required = update.Names("required").Contains(name);
        if (IsOpen(original))
        {
            found.Add(
                property.IsOpen ? PropertyWithEmptySchemaAddedToOpenContentModel
                : required ? RequiredPropertyAddedToOpenContentModel
                : OptionalPropertyAddedToOpenContentModel);
            return;
        }

        if (Covering(original, name) is { } other)
        {
            Cover(found, other, property, PropertyAddedIsCoveredByPartiallyOpenContentModel, PropertyAddedNotCoveredByPartiallyOpenContentModel);
        }

        found.Add(
            !required ? OptionalPropertyAddedToUnopenContentModel
            : property.HasDefault ? RequiredPropertyWithDefaultAddedToUnopenContentModel
            : RequiredPropertyAddedToUnopenContentModel);
    }

    private void Cover(Differences found, Shape before, Shape after, ChangeKind covered, ChangeKind notCovered)
    {
        var trial = found.Try(below => comparison.Compare(below, before, after));
        found.Add(trial);
        found.Add(trial.IsCompatible ? covered : notCovered);
    }

    private void CompareDependencies(Differences found, Shape original, Shape update)
    {
        var (before, after) = (NameLists(original), NameLists(update));
        foreach (var name in before.Keys.Union(after.Keys))
        {
            var change = (before.GetValueOrDefault(name), after.GetValueOrDefault(name)) switch
            {
                (_, null) => DependencyArrayRemoved,
                (null, _) => DependencyArrayAdded,
                var (old, now) when old.SetEquals(now) => (ChangeKind?)null,
                var (old, now) when now.IsSupersetOf(old) => DependencyArrayExtended,
                var (old, now) when old.IsSupersetOf(now) => DependencyArrayNarrowed,
                _ => DependencyArrayChanged,
            };
            if (change is { } kind)
            {
                found.Add($"dependencies/{name}", kind);
            }
        }

        var (schemasBefore, schemasAfter) = (Schemas(original), Schemas(update));
        foreach (var name in schemasBefore.Keys.Union(schemasAfter.Keys))
        {
            found.At($"dependencies/{name}", below =>
            {
                if (!schemasAfter.TryGetValue(name, out var now))
                {
                    below.Add(DependencySchemaRemoved);
                }
                else if (!schemasBefore.TryGetValue(name, out var old))
                {
                    below.Add(DependencySchemaAdded);
                }
                else
                {
                    comparison.Compare(below, old, now);
                }
            });
        }
    }

    private void CompareOther(Differences found, ContentModel before, ContentModel after)
    {
        if (before.Permits != after.Permits)
        {
            found.Add(after.Permits ? AdditionalPropertiesAdded : AdditionalPropertiesRemoved);
        }
        else if (before.Other is null != after.Other is null)
        {
            found.Add(before.Other is null ? AdditionalPropertiesNarrowed : AdditionalPropertiesExtended);
        }
        else
        {
            comparison.Compare(found, before.Other, after.Other);
        }
    }

    private static bool IsOpen(Shape shape) =>
        shape.Children("patternProperties").Count == 0
        && ContentModel.OfProperties(shape) is { Permits: true, Other: null }
        && Unevaluated.IsOpen(shape);

    private static Shape? Covering(Shape shape, string property) =>
        ContentModel.Covering(shape, property) ?? (ContentModel.OfProperties(shape).Permits ? Unevaluated.Covering(shape) : null);

    /// <summary>Older drafts keep names and schemas in one keyword, newer ones in two.</summary>
    private static Dictionary<string, HashSet<string>> NameLists(Shape shape) =>
        Entries(shape, shape.IsModern ? "dependentRequired" : "dependencies")
            .Where(entry => entry.Value is JsonArray)
            .ToDictionary(entry => entry.Key, entry => Shape.NamesOf(entry.Value), StringComparer.Ordinal);

    private static Dictionary<string, Shape> Schemas(Shape shape) =>
        Entries(shape, shape.IsModern ? "dependentSchemas" : "dependencies")
            .Where(entry => entry.Value is not JsonArray)
            .ToDictionary(entry => entry.Key, entry => shape.Read(entry.Value), StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(Shape shape, string keyword) => shape.Keywords[keyword] as JsonObject ?? [];
}
