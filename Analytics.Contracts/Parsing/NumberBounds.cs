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
    private readonly double _above;
    private readonly double _below;

    public NumberBounds(decimal? minimum, decimal? exclusiveMinimum, decimal? maximum, decimal? exclusiveMaximum)
    {
        Minimum = minimum;
        ExclusiveMinimum = exclusiveMinimum;
        Maximum = maximum;
        ExclusiveMaximum = exclusiveMaximum;
        (_minimum, _exclusiveMinimum, _maximum, _exclusiveMaximum) =
            ((double?)minimum, (double?)exclusiveMinimum, (double?)maximum, (double?)exclusiveMaximum);
        _above = Math.Max(_minimum ?? double.NegativeInfinity, _exclusiveMinimum ?? double.NegativeInfinity);
        _below = Math.Min(_maximum ?? double.PositiveInfinity, _exclusiveMaximum ?? double.PositiveInfinity);
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

    /// <summary>The smallest 64-bit integer within the bounds.</summary>
    public long Smallest => _isEmpty ? long.MaxValue : _smallest;

    /// <summary>The largest 64-bit integer within the bounds; below <see cref="Smallest"/> when there is none.</summary>
    public long Largest => _isEmpty ? long.MinValue : _largest;

    public bool Admits(long value) => value >= _smallest && value <= _largest && !_isEmpty;

    /// <summary>Whether a number is admitted with room on both sides, integer or not: its nearest double tells. False says nothing.</summary>
    public bool ClearlyAdmits(double value) => value > _above && value < _below;

    /// <summary>Of a number that is no 64-bit integer.</summary>
    /// <param name="value">The nearest double; infinite beyond its range.</param>
    /// <param name="number">The number as written: where it is as near to a bound as doubles can tell, its digits decide.</param>
    public bool Admits(double value, in JsonNumber number) =>
        !(value < _minimum) && !(value < _exclusiveMinimum) && !(value > _maximum) && !(value > _exclusiveMaximum) && AdmitsDigits(value, number);

    private bool AdmitsDigits(double value, in JsonNumber number) =>
        !(value == _minimum && DecimalText.Compare(number.Text, Minimum!.Value) < 0)
        && !(value == _exclusiveMinimum && DecimalText.Compare(number.Text, ExclusiveMinimum!.Value) <= 0)
        && !(value == _maximum && DecimalText.Compare(number.Text, Maximum!.Value) > 0)
        && !(value == _exclusiveMaximum && DecimalText.Compare(number.Text, ExclusiveMaximum!.Value) >= 0);

    /// <summary>The bounds that a value breaks, such as <c>minimum: -5 is below 0</c>.</summary>
    public (string Keyword, string Message) Explain(double value, in JsonNumber number)
    {
        string text = TextRules.Shorten(number.Text);
        if (Minimum is { } min && Compare(value, number, min) < 0)
        {
            return ("minimum", $"{text} is below {min}");
        }

        if (ExclusiveMinimum is { } above && Compare(value, number, above) <= 0)
        {
            return ("exclusiveMinimum", $"{text} is not above {above}");
        }

        return Maximum is { } max && Compare(value, number, max) > 0
            ? ("maximum", $"{text} is above {max}")
            : ("exclusiveMaximum", $"{text} is not below {ExclusiveMaximum}");
    }

    private static int Compare(double value, in JsonNumber number, decimal bound)
    {
        double nearest = (double)bound;
        return value == nearest ? DecimalText.Compare(number.Text, bound) : value.CompareTo(nearest);
    }
}
