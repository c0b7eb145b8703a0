namespace Analytics.Quality.Runs;

/// <summary>One evaluation of a table's suite, or all those of a minute.</summary>
/// <param name="Table">The table.</param>
/// <param name="At">When it was settled, or the minute's begin; UTC.</param>
/// <param name="GoldVersion">The gold version that it made; of a minute the newest.</param>
/// <param name="FirstBatch">First staged batch.</param>
/// <param name="LastBatch">Last staged batch.</param>
/// <param name="Runs">Evaluations: 1, or those of the minute.</param>
/// <param name="FailedRuns">Those in which an expectation failed.</param>
/// <param name="RowsGold">Rows that came to gold.</param>
/// <param name="RowsQuarantined">Rows that were quarantined.</param>
/// <param name="Expectations">Expectations evaluated.</param>
/// <param name="Failed">Those that failed, in a minute at least once.</param>
/// <param name="FailedCritical">The critical ones among them.</param>
internal sealed record RunEntry(
    string Table,
    DateTime At,
    long GoldVersion,
    long FirstBatch,
    long LastBatch,
    long Runs,
    long FailedRuns,
    long RowsGold,
    long RowsQuarantined,
    long Expectations,
    long Failed,
    long FailedCritical)
{
    public RunOutcome Outcome => FailedCritical > 0 ? RunOutcome.Failed : Failed > 0 ? RunOutcome.Warning : RunOutcome.Passed;
}
