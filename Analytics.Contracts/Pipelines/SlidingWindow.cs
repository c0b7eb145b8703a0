namespace Analytics.Contracts.Pipelines;

/// <summary>Windows of one size that start at every slide; <paramref name="Every"/> divides <paramref name="Size"/>.</summary>
/// <param name="Size">The length of a window.</param>
/// <param name="Every">The distance between two starts.</param>
public sealed record SlidingWindow(TimeSpan Size, TimeSpan Every) : WindowDefinition;
