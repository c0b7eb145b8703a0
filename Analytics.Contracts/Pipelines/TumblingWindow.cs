namespace Analytics.Contracts.Pipelines;

/// <summary>Windows of one size, side by side.</summary>
/// <param name="Size">The length of a window.</param>
public sealed record TumblingWindow(TimeSpan Size) : WindowDefinition;
