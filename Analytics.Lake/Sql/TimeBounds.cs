namespace Analytics.Lake.Sql;

/// <summary>The rows whose time lies in a half-open range.</summary>
/// <param name="Column">A column of type <see cref="Schema.LakeType.Timestamp"/>.</param>
/// <param name="From">First time, inclusive, microseconds since the epoch; <see cref="long.MinValue"/> for no bound.</param>
/// <param name="To">End of the range, exclusive; <see cref="long.MaxValue"/> for no bound.</param>
public readonly record struct TimeBounds(string Column, long From, long To);
