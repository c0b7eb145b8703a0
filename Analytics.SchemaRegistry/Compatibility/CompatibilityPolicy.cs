using System.Collections.Frozen;
using static Analytics.SchemaRegistry.Compatibility.ChangeKind;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Which changes leave old data readable.</summary>
internal static class CompatibilityPolicy
{
    private static readonly FrozenSet<ChangeKind> Strict = new[]
    {
        SchemaRemoved, TypeExtended,
        MaxLengthRemoved, MaxLengthIncreased, MinLengthRemoved, MinLengthDecreased, PatternRemoved,
        MaximumRemoved, MaximumIncreased, MinimumRemoved, MinimumDecreased,
        ExclusiveMaximumRemoved, ExclusiveMaximumIncreased, ExclusiveMinimumRemoved, ExclusiveMinimumDecreased,
        MultipleOfRemoved, MultipleOfReduced,
        RequiredAttributeWithDefaultAdded, RequiredAttributeRemoved,
        MaxPropertiesRemoved, MaxPropertiesIncreased, MinPropertiesRemoved, MinPropertiesDecreased,
        AdditionalPropertiesAdded, AdditionalPropertiesExtended, UnevaluatedPropertiesAdded, UnevaluatedPropertiesExtended,
        DependencyArrayRemoved, DependencyArrayNarrowed, DependencySchemaRemoved,
        PropertyWithEmptySchemaAddedToOpenContentModel, RequiredPropertyWithDefaultAddedToUnopenContentModel, OptionalPropertyAddedToUnopenContentModel,
        PropertyWithFalseRemovedFromClosedContentModel, PropertyRemovedFromOpenContentModel,
        PropertyAddedIsCoveredByPartiallyOpenContentModel, PropertyRemovedIsCoveredByPartiallyOpenContentModel,
        MaxItemsRemoved, MaxItemsIncreased, MinItemsRemoved, MinItemsDecreased, UniqueItemsRemoved,
        MaxContainsRemoved, MaxContainsIncreased, MinContainsRemoved, MinContainsDecreased,
        AdditionalItemsAdded, AdditionalItemsExtended, UnevaluatedItemsAdded, UnevaluatedItemsExtended,
        ItemWithEmptySchemaAddedToOpenContentModel, ItemAddedToClosedContentModel,
        ItemWithFalseRemovedFromClosedContentModel, ItemRemovedFromOpenContentModel,
        ItemAddedIsCoveredByPartiallyOpenContentModel, ItemRemovedIsCoveredByPartiallyOpenContentModel,
        EnumArrayExtended, CombinedTypeExtended, ProductTypeNarrowed, SumTypeExtended, NotTypeNarrowed,
    }.ToFrozenSet();

    /// <summary>The lenient policy trusts that data hold nothing but what their schema names.</summary>
    private static readonly FrozenSet<ChangeKind> Lenient = Strict.Concat(
    [
        AdditionalPropertiesNarrowed, AdditionalPropertiesRemoved, UnevaluatedPropertiesNarrowed, UnevaluatedPropertiesRemoved,
        RequiredPropertyWithDefaultAddedToOpenContentModel, OptionalPropertyAddedToOpenContentModel, PropertyRemovedFromClosedContentModel,
        PropertyAddedNotCoveredByPartiallyOpenContentModel, PropertyRemovedNotCoveredByPartiallyOpenContentModel,
    ]).ToFrozenSet();

    /// <summary>The policy's name in capitals; null when there is no such policy.</summary>
    public static string? Parse(string? text) => text?.ToUpperInvariant() is "STRICT" or "LENIENT" or "LOGICAL" ? text.ToUpperInvariant() : null;

    /// <summary>The changes that a policy allows.</summary>
    /// <param name="policy"><c>LENIENT</c>; everything else is strict.</param>
    public static FrozenSet<ChangeKind> Allowed(string? policy) => policy == "LENIENT" ? Lenient : Strict;
}
