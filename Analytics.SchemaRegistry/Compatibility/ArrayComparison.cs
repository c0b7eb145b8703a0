using System.Text.Json.Nodes;
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

    public void Compare(Differences found, Shape original, Shape update)
    {
        found.At("items", below => comparison.Compare(below, AllItems(original), AllItems(update)));
        CompareTuple(found, original, update);
        found.At("additionalItems", below => CompareOther(below, ContentModel.OfItems(original), ContentModel.OfItems(update)));
        Unevaluated.Compare(comparison, found, original, update);
        MaxItems.Compare(found, original, update);
        MinItems.Compare(found, original, update);
        if (original.Flag("uniqueItems") != update.Flag("uniqueItems"))
        {
            found.Add("uniqueItems", original.Flag("uniqueItems") ? UniqueItemsRemoved : UniqueItemsAdded);
        }

        MaxContains.Compare(found, original, update);
        MinContains.Compare(found, LeastContained(original), LeastContained(update));
    }

    /// <summary>The schema of every item; null for tuples.</summary>
    private static Shape? AllItems(Shape shape)
    {
        if (!shape.Keywords.TryGetPropertyValue("items", out var items) || items is JsonArray)
        {
            return null;
        }

        var isRest = shape.IsModern && (shape.Keywords.ContainsKey("prefixItems") || items is JsonValue);
        return isRest ? null : shape.Read(items);
    }

    private static IReadOnlyList<Shape> Tuple(Shape shape) =>
        shape.IsModern && shape.Keywords.ContainsKey("prefixItems") ? shape.List("prefixItems") : shape.List("items");

    /// <summary>Where <c>contains</c> is there, one item must match unless <c>minContains</c> says otherwise.</summary>
    private static double? LeastContained(Shape shape) =>
        shape.IsModern && shape.Keywords.ContainsKey("contains") ? shape.Number("minContains") ?? 1 : shape.Number("minContains");

    private void CompareTuple(Differences found, Shape original, Shape update)
    {
        var (before, after) = (Tuple(original), Tuple(update));
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

    private void Removed(Differences found, Shape update, Shape item)
    {
        if (IsOpen(update))
        {
            found.Add(ItemRemovedFromOpenContentModel);
        }
        else if (Covering(update) is { } other)
        {
            Cover(found, item, other, ItemRemovedIsCoveredByPartiallyOpenContentModel, ItemRemovedNotCoveredByPartiallyOpenContentModel);
        }
        else
        {
            found.Add(item.Kind == ShapeKind.False ? ItemWithFalseRemovedFromClosedContentModel : ItemRemovedFromClosedContentModel);
        }
    }

    private void Added(Differences found, Shape original, Shape item)
    {
        if (IsOpen(original))
        {
            found.Add(item.IsOpen ? ItemWithEmptySchemaAddedToOpenContentModel : ItemAddedToOpenContentModel);
        }
        else if (Covering(original) is { } other)
        {
            Cover(found, other, item, ItemAddedIsCoveredByPartiallyOpenContentModel, ItemAddedNotCoveredByPartiallyOpenContentModel);
        }
        else
        {
            found.Add(ItemAddedToClosedContentModel);
        }
    }

    private void Cover(Differences found, Shape before, Shape after, ChangeKind covered, ChangeKind notCovered)
    {
        var trial = found.Try(below => comparison.Compare(below, before, after));
        found.Add(trial);
        found.Add(trial.IsCompatible ? covered : notCovered);
    }

    private void CompareOther(Differences found, ContentModel before, ContentModel after)
    {
        if (before.Permits != after.Permits)
        {
            found.Add(after.Permits ? AdditionalItemsAdded : AdditionalItemsRemoved);
        }
        else if (before.Other is null != after.Other is null)
        {
            found.Add(before.Other is null ? AdditionalItemsNarrowed : AdditionalItemsExtended);
        }
        else
        {
            comparison.Compare(found, before.Other, after.Other);
        }
    }

    private static bool IsOpen(Shape shape) => ContentModel.OfItems(shape) is { Permits: true, Other: null } && Unevaluated.IsOpen(shape);

    private static Shape? Covering(Shape shape)
    {
        var model = ContentModel.OfItems(shape);
        return model.Other ?? (model.Permits ? Unevaluated.Covering(shape) : null);
    }
}
