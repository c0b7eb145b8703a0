namespace Analytics.Contracts.Parsing;

/// <summary>A JSON Schema compiled to what the parser checks at a value.</summary>
internal sealed class ValueRules
{
    public required JsonTypes Types { get; set; }

    /// <summary>In code points.</summary>
    public int MinLength { get; init; }

    /// <summary>In code points.</summary>
    public int MaxLength { get; init; } = int.MaxValue;

    public TextPattern? Pattern { get; init; }

    public StringFormat Format { get; init; }

    /// <summary>From <c>enum</c> or <c>const</c>.</summary>
    public LiteralSet? Literals { get; init; }

    public NumberBounds? Bounds { get; init; }

    /// <summary>Null when an object is not admitted or any object goes.</summary>
    public ObjectRules? Object { get; init; }

    /// <summary>Null when an array is not admitted or any array goes.</summary>
    public ArrayRules? Array { get; init; }

    /// <summary>A schema that admits everything.</summary>
    public static ValueRules Any() => new() { Types = JsonTypes.Any };
}
