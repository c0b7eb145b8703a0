using Analytics.Contracts.Columns;

namespace Analytics.Contracts.Pipelines;

/// <summary>One measure of a table, such as <c>p95: quantile(delay, 0.95) where delay &gt; 0</c>.</summary>
public sealed record MeasureDefinition
{
    /// <summary>The name of the result column.</summary>
    public required string Name { get; init; }

    /// <summary>The aggregate function.</summary>
    public required MeasureFunction Function { get; init; }

    /// <summary>The column aggregated; null for <c>count()</c>.</summary>
    public string? Column { get; init; }

    /// <summary>The argument of <c>quantile</c>, 0 to 1; null for other functions.</summary>
    public double? Quantile { get; init; }

    /// <summary>The condition after <c>where</c> as a validated SQL boolean expression common to both engines; null without one.</summary>
    public string? Filter { get; init; }

    /// <summary>The type of the result column.</summary>
    public required ColumnType ResultType { get; init; }
}
