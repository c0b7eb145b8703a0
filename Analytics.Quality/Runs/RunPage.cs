namespace Analytics.Quality.Runs;

/// <summary>A page of runs, the newest first.</summary>
/// <param name="Runs">The entries.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
internal sealed record RunPage(IReadOnlyList<RunEntry> Runs, string? Next);
