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

    public void Compare(Differences found, ObjectKeywords original, ObjectKeywords update)
    {
        CompareRequired(found, original, update);
        CompareProperties(found, original, update);
        CompareDependencies(found, original, update);
        found.At("additionalProperties", below => CompareOther(below, original, update));
        Unevaluated.Compare(comparison, found, original.Unevaluated, update.Unevaluated);
        MaxProperties.Compare(found, original.MaxProperties, update.MaxProperties);
        MinProperties.Compare(found, original.MinProperties, update.MinProperties);
    }

    private static void CompareRequired(Differences found, ObjectKeywords original, ObjectKeywords update)
    {
        foreach (var name in JavaOrder.Of(original.Properties.Keys, []).Where(update.Properties.ContainsKey))
        {
            var (before, after) = (original.Required.Contains(name), update.Required.Contains(name));
            if (before != after)
            {
                found.Add(
                    $"required/{name}",
                    before ? RequiredAttributeRemoved : update.Properties[name].HasDefault ? RequiredAttributeWithDefaultAdded : RequiredAttributeAdded);
            }
        }
    }

    private void CompareProperties(Differences found, ObjectKeywords original, ObjectKeywords update)
    {
        foreach (var name in JavaOrder.Of(original.Properties.Keys, update.Properties.Keys))
        {
            found.At($"properties/{name}", below =>
            {
                if (!update.Properties.TryGetValue(name, out var after))
                {
                    Removed(below, update, name, original.Properties[name]);
                }
                else if (!original.Properties.TryGetValue(name, out var before))
                {
                    Added(below, original, update, name, after);
                }
                else
                {
                    comparison.Compare(below, before, after);
                }
            });
        }
    }

    private void Removed(Differences found, ObjectKeywords update, string name, Shape property)
    {
        if (ContentModel.IsOpen(update))
        {
            found.Add(PropertyRemovedFromOpenContentModel);
        }
        else if (ContentModel.Covering(update, name) is { } other)
        {
            comparison.Cover(found, property, other, PropertyRemovedIsCoveredByPartiallyOpenContentModel, PropertyRemovedNotCoveredByPartiallyOpenContentModel);
        }
        else
        {
            found.Add(property.Kind == ShapeKind.False ? PropertyWithFalseRemovedFromClosedContentModel : PropertyRemovedFromClosedContentModel);
        }
    }

    private void Added(Differences found, ObjectKeywords original, ObjectKeywords update, string name, Shape property)
    {
        var required = update.Required.Contains(name);
        if (ContentModel.IsOpen(original))
        {
            found.Add(
                property.IsOpen ? PropertyWithEmptySchemaAddedToOpenContentModel
                : required && property.HasDefault ? RequiredPropertyWithDefaultAddedToOpenContentModel
                : required ? RequiredPropertyAddedToOpenContentModel
                : OptionalPropertyAddedToOpenContentModel);
            return;
        }

        if (ContentModel.Covering(original, name) is { } other)
        {
            comparison.Cover(found, other, property, PropertyAddedIsCoveredByPartiallyOpenContentModel, PropertyAddedNotCoveredByPartiallyOpenContentModel);
        }

        found.Add(
            !required ? OptionalPropertyAddedToUnopenContentModel
            : property.HasDefault ? RequiredPropertyWithDefaultAddedToUnopenContentModel
            : RequiredPropertyAddedToUnopenContentModel);
    }

    private void CompareDependencies(Differences found, ObjectKeywords original, ObjectKeywords update)
    {
        foreach (var name in JavaOrder.Of(original.PropertyDependencies.Keys, update.PropertyDependencies.Keys))
        {
            var change = (original.PropertyDependencies.GetValueOrDefault(name), update.PropertyDependencies.GetValueOrDefault(name)) switch
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

        foreach (var name in JavaOrder.Of(original.SchemaDependencies.Keys, update.SchemaDependencies.Keys))
        {
            found.At($"dependencies/{name}", below =>
            {
                if (!update.SchemaDependencies.TryGetValue(name, out var after))
                {
                    below.Add(DependencySchemaRemoved);
                }
                else if (!original.SchemaDependencies.TryGetValue(name, out var before))
                {
                    below.Add(DependencySchemaAdded);
                }
                else
                {
                    comparison.Compare(below, before, after);
                }
            });
        }
    }

    private void CompareOther(Differences found, ObjectKeywords original, ObjectKeywords update)
    {
        if (original.PermitsAdditional != update.PermitsAdditional)
        {
            found.Add(update.PermitsAdditional ? AdditionalPropertiesAdded : AdditionalPropertiesRemoved);
        }
        else if (original.Additional is null != update.Additional is null)
        {
            found.Add(original.Additional is null ? AdditionalPropertiesNarrowed : AdditionalPropertiesExtended);
        }
        else
        {
            comparison.Compare(found, original.Additional, update.Additional);
        }
    }
}
