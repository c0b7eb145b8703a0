namespace Analytics.Lake.Maintenance;

/// <summary>What a run over one table did, and how it left it.</summary>
/// <param name="Table">The table, such as <c>staging/events</c>.</param>
/// <param name="Version">Its newest version.</param>
/// <param name="Files">Live files.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Merges">Merges that were committed.</param>
/// <param name="Expired">Files taken out of the table because nobody needs them.</param>
/// <param name="Deleted">Files deleted from disk.</param>
/// <param name="Versions">Versions of the log that were deleted.</param>
/// <param name="Failure">Why it stopped; null when it did not.</param>
public sealed record MaintenanceReport(string Table, long Version, int Files, long Rows, int Merges, int Expired, int Deleted, int Versions, string? Failure);
