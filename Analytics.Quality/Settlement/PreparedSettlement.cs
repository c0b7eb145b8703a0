using Analytics.Contracts.Commits;
using Analytics.Lake.Log;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Settlement;

/// <summary>A settlement whose files are written but which is not committed yet: it may be abandoned and prepared again.</summary>
/// <param name="Audit">The record of the settlement.</param>
/// <param name="Transaction">The commit of gold.</param>
/// <param name="Results">The suite's results; null when there was nothing to evaluate.</param>
internal sealed record PreparedSettlement(AuditCommit Audit, DeltaTransaction Transaction, SuiteResult? Results);
