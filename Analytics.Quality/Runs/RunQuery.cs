namespace Analytics.Quality.Runs;

/// <summary>Which runs are wanted.</summary>
/// <param name="Table">Of one table; null for all.</param>
/// <param name="Outcome">Of one outcome; null for all.</param>
/// <param name="PerMinute">Those of a minute together.</param>
/// <param name="Limit">The most entries.</param>
/// <param name="Before">Only entries after this one in the list, which begins with the newest; null for the first page.</param>
internal sealed record RunQuery(string? Table, RunOutcome? Outcome, bool PerMinute, int Limit, RunCursor? Before)
{
    public const int UsualLimit = 50;

    public const int MaxLimit = 500;
}
