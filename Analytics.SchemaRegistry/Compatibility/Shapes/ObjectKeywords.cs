namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>What a schema says of objects.</summary>
internal sealed record ObjectKeywords
{
    private static readonly IReadOnlyDictionary<string, Shape> NoShapes = new Dictionary<string, Shape>();
    private static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> NoNames = new Dictionary<string, IReadOnlySet<string>>();

    public IReadOnlyDictionary<string, Shape> Properties { get; init; } = NoShapes;

    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>();

    /// <summary>Schemas by the pattern of the names that they are for, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, Shape>> PatternProperties { get; init; } = [];

    /// <summary>False when members that are not named are forbidden.</summary>
    public bool PermitsAdditional { get; init; } = true;

    public Shape? Additional { get; init; }

    public Shape? Unevaluated { get; init; }

    public IReadOnlyDictionary<string, IReadOnlySet<string>> PropertyDependencies { get; init; } = NoNames;

    public IReadOnlyDictionary<string, Shape> SchemaDependencies { get; init; } = NoShapes;

    public int? MinProperties { get; init; }

    public int? MaxProperties { get; init; }

    /// <summary>The two together; where both say something the other one wins.</summary>
    public ObjectKeywords Merge(ObjectKeywords other) => new()
    {
        Properties = Join(Properties, other.Properties),
        Required = Required.Union(other.Required).ToHashSet(StringComparer.Ordinal),
        PatternProperties = [.. PatternProperties, .. other.PatternProperties],
        PermitsAdditional = PermitsAdditional && other.PermitsAdditional,
        Additional = other.Additional ?? Additional,
        Unevaluated = other.Unevaluated ?? Unevaluated,
        PropertyDependencies = Join(PropertyDependencies, other.PropertyDependencies),
        SchemaDependencies = Join(SchemaDependencies, other.SchemaDependencies),
        MinProperties = other.MinProperties ?? MinProperties,
        MaxProperties = other.MaxProperties ?? MaxProperties,
    };

    private static IReadOnlyDictionary<string, T> Join<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return left.Count == 0 ? right : left;
        }

        var joined = new Dictionary<string, T>(left, StringComparer.Ordinal);
        foreach (var (name, value) in right)
        {
            joined[name] = value;
        }

        return joined;
    }
}
