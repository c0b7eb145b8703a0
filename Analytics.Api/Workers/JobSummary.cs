namespace Analytics.Api.Workers;

/// <summary>How a job ended that answered.</summary>
/// <param name="RowCount">Rows in the body.</param>
/// <param name="Truncated">Whether rows were cut off at a cap.</param>
/// <param name="ElapsedMilliseconds">From the job's arrival to its last row.</param>
/// <param name="WorkingSet">Resident bytes of the worker afterwards: a swollen one is replaced.</param>
/// <param name="Reads">The names of the tables that the statement reads.</param>
internal sealed record JobSummary(long RowCount, bool Truncated, double ElapsedMilliseconds, long WorkingSet, IReadOnlyCollection<string> Reads);
