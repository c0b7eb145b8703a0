namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>What a schema says of arrays.</summary>
internal sealed record ArrayKeywords
{
    /// <summary>The schema of every item.</summary>
    public Shape? AllItems { get; init; }

    /// <summary>The schemas of a tuple's first items.</summary>
    public IReadOnlyList<Shape> Items { get; init; } = [];

    /// <summary>False when nothing may follow a tuple.</summary>
    public bool PermitsAdditional { get; init; } = true;

    public Shape? Additional { get; init; }

    public Shape? Unevaluated { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public int? MinContains { get; init; }

    public int? MaxContains { get; init; }

    /// <summary>The two together; where both say something the other one wins.</summary>
    public ArrayKeywords Merge(ArrayKeywords other) => new()
    {
        AllItems = other.AllItems ?? AllItems,
        Items = [.. Items, .. other.Items],
        PermitsAdditional = PermitsAdditional && other.PermitsAdditional,
        Additional = other.Additional ?? Additional,
        Unevaluated = other.Unevaluated ?? Unevaluated,
        MinItems = other.MinItems ?? MinItems,
        MaxItems = other.MaxItems ?? MaxItems,
        UniqueItems = UniqueItems || other.UniqueItems,
        MinContains = other.MinContains ?? MinContains,
        MaxContains = other.MaxContains ?? MaxContains,
    };
}
