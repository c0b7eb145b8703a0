namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>What a schema says of text.</summary>
internal sealed record TextKeywords
{
    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public string? Pattern { get; init; }

    /// <summary>The two together; where both say something the other one wins.</summary>
    public TextKeywords Merge(TextKeywords other) => new()
    {
        MinLength = other.MinLength ?? MinLength,
        MaxLength = other.MaxLength ?? MaxLength,
        Pattern = other.Pattern ?? Pattern,
    };
}
