namespace Analytics.Contracts.Suites;

/// <summary>What a failed critical expectation keeps out of gold.</summary>
public enum FailureAction
{
    /// <summary>The rows that break it; the whole batch where no single row is to blame. JSON: <c>quarantine_rows</c>, the default.</summary>
    QuarantineRows,

    /// <summary>The whole batch. JSON: <c>quarantine_batch</c>.</summary>
    QuarantineBatch,
}
