namespace Analytics.Contracts.Pipelines;

/// <summary>Windows that last while events of a group are at most the gap apart.</summary>
/// <param name="Gap">The longest pause within a session.</param>
/// <param name="MaxLength">The longest time from the first to the last event of a session; what goes on for longer is cut at its multiples since the epoch.</param>
public sealed record SessionWindow(TimeSpan Gap, TimeSpan MaxLength) : WindowDefinition
{
    /// <summary><see cref="MaxLength"/> where none is given.</summary>
    public static readonly TimeSpan DefaultMaxLength = TimeSpan.FromHours(24);
}
