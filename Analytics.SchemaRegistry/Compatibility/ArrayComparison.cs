using Analytics.SchemaRegistry.Compatibility.Shapes;
using static Analytics.SchemaRegistry.Compatibility.ChangeKind;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Arrays: items of one schema, tuples place by place, and what may follow a tuple.</summary>
internal sealed class ArrayComparison(SchemaComparison comparison)
{
    private static readonly BoundKinds MaxItems = new("maxItems", MaxItemsAdded, MaxItemsRemoved, MaxItemsIncreased, MaxItemsDecreased);
    private static readonly BoundKinds MinItems = new("minItems", MinItemsAdded, MinItemsRemoved, MinItemsIncreased, MinItemsDecreased);
    private static readonly BoundKinds MaxContains = new("maxContains", MaxContainsAdded, MaxContainsRemoved, MaxContainsIncreased, MaxContainsDecreased);
    private static readonly BoundKinds MinContains = new("minContains", MinContainsAdded, MinContainsRemoved, MinContainsIncreased, MinContainsDecreased);

    private static readonly UnevaluatedKinds Unevaluated =
        new("unevaluatedItems", UnevaluatedItemsAdded, UnevaluatedItemsRemoved, UnevaluatedItemsExtended, UnevaluatedItemsNarrowed);

    public void Compare(Differences found, ArrayKeywords original, ArrayKeywords update)
    {
        found.At("items", below => comparison.Compare(below, original.AllItems, update.AllItems));
        CompareTuple(found, original, update);
        found.At("additionalItems", below => CompareOther(below, original, update));
        Unevaluated.Compare(comparison, found, original.Unevaluated, update.Unevaluated);
        MaxItems.Compare(found, original.MaxItems, update.MaxItems);
        MinItems.Compare(found, original.MinItems, update.MinItems);
        if (original.UniqueItems != update.UniqueItems)
        {
            found.Add("uniqueItems", original.UniqueItems ? UniqueItemsRemoved : UniqueItemsAdded);
        }

        MaxContains.Compare(found, original.MaxContains, update.MaxContains);
        MinContains.Compare(found, original.MinContains, update.MinContains);
    }

    private void CompareTuple(Differences found, ArrayKeywords original, ArrayKeywords update)
    {
        var (before, after) = (original.Items, update.Items);
        for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
        {
            var index = i;
            found.At($"items/{index}", below =>
            {
                if (index >= after.Count)
                {
                    Removed(below, update, before[index]);
                }
                else if (index >= before.Count)
                {
                    Added(below, original, after[index]);
                }
                else
                {
                    comparison.Compare(below, before[index], after[index]);
                }
            });
        }
    }

    private void Removed(Differences found, ArrayKeywords update, Shape item)
    {
        if (ContentModel.IsOpen(update))
        {
            found.Add(ItemRemovedFromOpenContentModel);
        }
        else if (ContentModel.Covering(update) is { } other)
        {
            comparison.Cover(found, item, other, ItemRemovedIsCoveredByPartiallyOpenContentModel, ItemRemovedNotCoveredByPartiallyOpenContentModel);
        }
        else
        {
            found.Add(item.Kind == ShapeKind.False ? ItemWithFalseRemovedFromClosedContentModel : ItemRemovedFromClosedContentModel);
        }
    }

    private void Added(Differences found, ArrayKeywords original, Shape item)
    {
        if (ContentModel.IsOpen(original))
        {
            found.Add(item.IsOpen ? ItemWithEmptySchemaAddedToOpenContentModel : ItemAddedToOpenContentModel);
        }
        else if (ContentModel.Covering(original) is { } other)
        {
            comparison.Cover(found, other, item, ItemAddedIsCoveredByPartiallyOpenContentModel, ItemAddedNotCoveredByPartiallyOpenContentModel);
        }
        else
        {
            found.Add(ItemAddedToClosedContentModel);
        }
    }

    private void CompareOther(Differences found, ArrayKeywords original, ArrayKeywords update)
    {
        if (original.PermitsAdditional != update.PermitsAdditional)
        {
            found.Add(update.PermitsAdditional ? AdditionalItemsAdded : AdditionalItemsRemoved);
        }
        else if (original.Additional is null != update.Additional is null)
        {
            found.Add(original.Additional is null ? AdditionalItemsNarrowed : AdditionalItemsExtended);
        }
        else
        {
            comparison.Compare(found, original.Additional, update.Additional);
        }
    }
}
