using Analytics.Contracts.Commits;
using Analytics.Lake.Log;

namespace Analytics.Quality.Quarantine;

/// <summary>A decision whose files are written but which is not committed yet.</summary>
/// <param name="Audit">Its record in gold's log.</param>
/// <param name="Transaction">The commit of gold.</param>
internal sealed record PreparedDecision(AuditCommit Audit, DeltaTransaction Transaction);
