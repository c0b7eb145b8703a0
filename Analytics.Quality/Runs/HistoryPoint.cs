namespace Analytics.Quality.Runs;

/// <summary>A minute of a history.</summary>
/// <param name="Minute">Its begin, UTC.</param>
/// <param name="Runs">Evaluations.</param>
/// <param name="FailedRuns">Those that failed.</param>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="Unexpected">Rows that break the expectation, or were quarantined.</param>
internal sealed record HistoryPoint(DateTime Minute, long Runs, long FailedRuns, long Rows, long Unexpected)
{
    public double Share => Rows == 0 ? 0 : (double)Unexpected / Rows;
}
