namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>What a schema says of numbers. Draft 4's exclusive bounds are marks on the others and say nothing of their own.</summary>
internal sealed record NumberKeywords
{
    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public double? ExclusiveMinimum { get; init; }

    public double? ExclusiveMaximum { get; init; }

    public decimal? MultipleOf { get; init; }

    public bool IsInteger { get; init; }

    /// <summary>The two together; where both say something the other one wins.</summary>
    public NumberKeywords Merge(NumberKeywords other) => new()
    {
        Minimum = other.Minimum ?? Minimum,
        Maximum = other.Maximum ?? Maximum,
        ExclusiveMinimum = other.ExclusiveMinimum ?? ExclusiveMinimum,
        ExclusiveMaximum = other.ExclusiveMaximum ?? ExclusiveMaximum,
        MultipleOf = other.MultipleOf ?? MultipleOf,
        IsInteger = IsInteger || other.IsInteger,
    };
}
