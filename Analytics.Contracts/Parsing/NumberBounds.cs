namespace Analytics.Contracts.Parsing;

/// <summary>
/// <c>minimum</c>, <c>maximum</c> and their exclusive forms: as integers for integers (exact over 64 bits), as doubles for the rest.
/// </summary>
internal sealed class NumberBounds
{
    private readonly long _smallest = long.MinValue;
    private readonly long _largest = long.MaxValue;
    private readonly bool _isEmpty;
    private readonly double? _minimum;
    private readonly double? _exclusiveMinimum;
    private readonly double? _maximum;
    private readonly double? _exclusiveMaximum;

    public NumberBounds(decimal? minimum, decimal? exclusiveMinimum, decimal? maximum, decimal? exclusiveMaximum)
    {
        Minimum = minimum;
        ExclusiveMinimum = exclusiveMinimum;
        Maximum = maximum;
        ExclusiveMaximum = exclusiveMaximum;
        (_minimum, _exclusiveMinimum, _maximum, _exclusiveMaximum) =
            ((double?)minimum, (double?)exclusiveMinimum, (double?)maximum, (double?)exclusiveMaximum);
        decimal smallest = decimal.MinValue;
        decimal largest = decimal.MaxValue;
        smallest = minimum is { } min ? Math.Max(smallest, Math.Ceiling(min)) : smallest;
        smallest = exclusiveMinimum is { } above ? Math.Max(smallest, Math.Floor(above) + 1) : smallest;
        largest = maximum is { } max ? Math.Min(largest, Math.Floor(max)) : largest;
        largest = exclusiveMaximum is { } below ? Math.Min(largest, Math.Ceiling(below) - 1) : largest;
        _isEmpty = smallest > long.MaxValue || largest < long.MinValue;
        _smallest = (long)Math.Clamp(smallest, long.MinValue, long.MaxValue);
        _largest = (long)Math.Clamp(largest, long.MinValue, long.MaxValue);
    }

    public decimal? Minimum { get; }

    public decimal? ExclusiveMinimum { get; }

    public decimal? Maximum { get; }

    public decimal? ExclusiveMaximum { get; }

    public bool Admits(long value) => value >= _smallest && value <= _largest && !_isEmpty;

    public bool Admits(double value) =>
        !(value < _minimum) && !(value <= _exclusiveMinimum) && !(value > _maximum) && !(value >= _exclusiveMaximum);

    /// <summary>The bounds that a value breaks, such as <c>minimum: -5 is below 0</c>.</summary>
    public (string Keyword, string Message) Explain(double value, string text)
    {
        if (Minimum is { } min && value < (double)min)
        {
            return ("minimum", $"{text} is below {min}");
        }

        if (ExclusiveMinimum is { } above && value <= (double)above)
        {
            return ("exclusiveMinimum", $"{text} is not above {above}");
        }

        if (Maximum is { } max && value > (double)max)
        {
            return ("maximum", $"{text} is above {max}");
        }

        return ExclusiveMaximum is { } below && value >= (double)below
            ? ("exclusiveMaximum", $"{text} is not below {below}")
            : ("minimum", $"{text} is out of range");
    }
}
