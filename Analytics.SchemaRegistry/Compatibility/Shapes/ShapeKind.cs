namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>What a schema speaks of. Two schemas of different kinds have nothing in common that could be compared.</summary>
internal enum ShapeKind
{
    /// <summary>No assertion: <c>{}</c>, or annotations only.</summary>
    Empty,

    /// <summary>The boolean schema true.</summary>
    True,

    /// <summary>The boolean schema false: nothing is valid.</summary>
    False,

    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
    Enum,
    Const,
    Not,
    Conditional,
    AllOf,
    AnyOf,
    OneOf,

    /// <summary>A <c>$ref</c>.</summary>
    Reference,
}
