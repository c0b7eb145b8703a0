namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>
/// A schema by its kind, as it is compared. A schema with several kinds of assertions, such as <c>{"type":"string","enum":["a"]}</c>, is the allOf of them, and
/// several types are the anyOf of them; this is the view under which Confluent's rules are stated.
/// </summary>
internal sealed class Shape(ShapeKind kind)
{
    private readonly Func<string> _readSource = () => "";
    private string? _source;

    public ShapeKind Kind { get; } = kind;

    public ObjectKeywords? Object { get; init; }

    public ArrayKeywords? Array { get; init; }

    public NumberKeywords? Number { get; init; }

    public TextKeywords? Text { get; init; }

    /// <summary>The values of <c>enum</c> or the one of <c>const</c>, as canonical JSON.</summary>
    public IReadOnlySet<string>? Values { get; init; }

    /// <summary>What <c>not</c> forbids.</summary>
    public Shape? Negated { get; init; }

    /// <summary>The combined schemas, repeated ones included.</summary>
    public IReadOnlyList<Shape> Parts { get; init; } = [];

    /// <summary>Whether the combination is not written so, but follows from the keywords beside each other.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Whether a default is given: a required property that has one can be added.</summary>
    public bool HasDefault { get; init; }

    /// <summary>Whether Kafka Connect marked it as bytes: two such schemas are the same whatever they look like.</summary>
    public bool IsConnectBytes { get; init; }

    /// <summary>The JSON that it was read from, keys sorted: what makes two combined schemas one.</summary>
    public string Source
    {
        get => _source ??= _readSource();
        init => _source = value;
    }

    /// <summary>Gives <see cref="Source"/> when it is asked for: writing every level of a deep schema anew would take time of the square of its depth.</summary>
    public Func<string> ReadSource
    {
        init => _readSource = value;
    }

    /// <summary>What a <see cref="ShapeKind.Reference"/> leads to; set when it is loaded, which may be while it is being referred to.</summary>
    public Shape? Referred { get; set; }

    public bool IsCombined => Kind is ShapeKind.AllOf or ShapeKind.AnyOf or ShapeKind.OneOf;

    public bool IsSum => Kind is ShapeKind.AnyOf or ShapeKind.OneOf;

    /// <summary>Whether it lets everything pass.</summary>
    public bool IsOpen => Kind is ShapeKind.Empty or ShapeKind.True;

    /// <summary>One hop along a reference. Confluent's comparison goes no further: what is a reference again is opaque.</summary>
    public Shape Target => Kind == ShapeKind.Reference ? Referred ?? this : this;

    /// <summary>Both at once, for two of one kind that can be: objects, arrays, numbers, text.</summary>
    public Shape Merge(Shape other) => new(Kind)
    {
        Object = other.Object is null ? Object : Object?.Merge(other.Object) ?? other.Object,
        Array = other.Array is null ? Array : Array?.Merge(other.Array) ?? other.Array,
        Number = other.Number is null ? Number : Number?.Merge(other.Number) ?? other.Number,
        Text = other.Text is null ? Text : Text?.Merge(other.Text) ?? other.Text,
        HasDefault = HasDefault || other.HasDefault,
        IsConnectBytes = IsConnectBytes || other.IsConnectBytes,
        ReadSource = () => $"{Source}\n{other.Source}",
    };

    /// <summary>The same with what its whole schema says beside the assertions.</summary>
    public Shape Annotate(Func<string> source, bool hasDefault, bool isConnectBytes) => new(Kind)
    {
        Object = Object,
        Array = Array,
        Number = Number,
        Text = Text,
        Values = Values,
        Negated = Negated,
        Parts = Parts,
        IsGenerated = IsGenerated,
        Referred = Referred,
        HasDefault = hasDefault,
        IsConnectBytes = isConnectBytes,
        ReadSource = source,
    };
}
