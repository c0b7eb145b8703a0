namespace Analytics.Contracts.Commits;

/// <summary>A half-open range of <c>window_start</c> values, microseconds since the epoch, UTC.</summary>
/// <param name="From">First window start, inclusive.</param>
/// <param name="To">End of the range, exclusive.</param>
public sealed record WindowRange(long From, long To);
