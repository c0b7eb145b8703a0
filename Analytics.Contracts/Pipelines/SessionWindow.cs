namespace Analytics.Contracts.Pipelines;

/// <summary>Windows that last while events of a group are at most the gap apart.</summary>
/// <param name="Gap">The longest pause within a session.</param>
/// <param name="MaxLength">A session is cut at this length.</param>
public sealed record SessionWindow(TimeSpan Gap, TimeSpan MaxLength) : WindowDefinition;
