using static Analytics.SchemaRegistry.Compatibility.ChangeKind;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>The sentence for a change.</summary>
internal static class ChangeText
{
    public static string Of(ChangeKind kind, string path, string reader, string writer) => kind switch
    {
        MaximumAdded or MinimumAdded or ExclusiveMaximumAdded or ExclusiveMinimumAdded or MultipleOfAdded or MaxLengthAdded or MinLengthAdded or PatternAdded
            or RequiredAttributeAdded or MaxPropertiesAdded or MinPropertiesAdded or DependencyArrayAdded or DependencySchemaAdded or MaxItemsAdded or MinItemsAdded
            or MaxContainsAdded or MinContainsAdded or UniqueItemsAdded or AdditionalItemsRemoved or AdditionalPropertiesRemoved or UnevaluatedPropertiesRemoved
            or UnevaluatedItemsRemoved => $"The keyword at path '{path}' in the {reader} schema is not present in the {writer} schema",
        MinLengthIncreased or MinimumIncreased or ExclusiveMinimumIncreased or MinPropertiesIncreased or MultipleOfExpanded or MinItemsIncreased
            or MinContainsIncreased => $"The value at path '{path}' in the {reader} schema is more than its value in the {writer} schema",
        MaxLengthDecreased or MaximumDecreased or MaxItemsDecreased or MaxContainsDecreased or ExclusiveMaximumDecreased
            or MaxPropertiesDecreased => $"The value at path '{path}' in the {reader} schema is less than its value in the {writer} schema",
        PatternChanged or MultipleOfChanged or DependencyArrayChanged => $"The value at path '{path}' is different between the {reader} and {writer} schema",
        AdditionalItemsNarrowed or EnumArrayNarrowed or SumTypeNarrowed or AdditionalPropertiesNarrowed or UnevaluatedPropertiesNarrowed
            or UnevaluatedItemsNarrowed => $"An array or combined type at path '{path}' has fewer elements in the {reader} schema than the {writer} schema",
        DependencyArrayExtended or ProductTypeExtended or SumTypeExtended
            or NotTypeExtended => $"An array or combined type at path '{path}' has more elements in the {reader} schema than the {writer} schema",
        TypeChanged or TypeNarrowed or CombinedTypeChanged or CombinedTypeSubschemasChanged
            or EnumArrayChanged => $"A type at path '{path}' is different between the {reader} schema and the {writer} schema",
        _ => OfMember(kind, path, reader, writer),
    };

    private static string OfMember(ChangeKind kind, string path, string reader, string writer) => kind switch
    {
        RequiredPropertyAddedToOpenContentModel or RequiredPropertyWithDefaultAddedToOpenContentModel or OptionalPropertyAddedToOpenContentModel
            or ItemAddedToOpenContentModel =>
            $"The {reader} schema has an open content model and has a property or item at path '{path}' which is missing in the {writer} schema",
        RequiredPropertyAddedToUnopenContentModel =>
            $"The {reader} schema has an unopen content model and has a required property at path '{path}' which is missing in the {writer} schema",
        PropertyRemovedFromClosedContentModel or ItemRemovedFromClosedContentModel =>
            $"The {reader} has a closed content model and is missing a property or item present at path '{path}' in the {writer} schema",
        PropertyRemovedNotCoveredByPartiallyOpenContentModel or ItemRemovedNotCoveredByPartiallyOpenContentModel =>
            $"A property or item is missing in the {reader} schema but present at path '{path}' in the {writer} schema and is not covered by its partially open content model",
        PropertyAddedNotCoveredByPartiallyOpenContentModel or ItemAddedNotCoveredByPartiallyOpenContentModel =>
            $"The {reader} schema has a property or item at path '{path}' which is missing in the {writer} schema and is not covered by its partially open content model",
        _ => "",
    };
}
