namespace Analytics.Lake.Files;

/// <summary>
/// Statistics of one column of a data file. Bounds are <see cref="string"/>, <see cref="long"/> (integer, long and timestamp: microseconds since
/// the epoch, UTC), <see cref="double"/> or null where unknown. A string bound may be truncated; it is then still a bound.
/// </summary>
/// <param name="Min">Lower bound of the non-null values.</param>
/// <param name="Max">Upper bound of the non-null values.</param>
/// <param name="NullCount">Number of nulls.</param>
public sealed record ColumnStatistics(object? Min, object? Max, long NullCount);
