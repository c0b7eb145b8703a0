namespace Analytics.Contracts.Pipelines;

/// <summary>The closed set of aggregate functions.</summary>
public enum MeasureFunction
{
    /// <summary>Rows, or non-null values of a column.</summary>
    Count,

    /// <summary>Exact number of distinct non-null values.</summary>
    CountDistinct,

    /// <summary>Sum; of integers a 64-bit integer, overflow is an error.</summary>
    Sum,

    /// <summary>Smallest non-null value.</summary>
    Min,

    /// <summary>Largest non-null value.</summary>
    Max,

    /// <summary>Arithmetic mean of non-null values.</summary>
    Avg,

    /// <summary>Value of the earliest event by (time, partition, offset), null included.</summary>
    First,

    /// <summary>Value of the latest event by (time, partition, offset), null included.</summary>
    Last,

    /// <summary>Interpolated quantile of non-null values.</summary>
    Quantile,
}
