using Analytics.Contracts.Commits;

namespace Analytics.Quality.Publication;

/// <summary>A settlement as gold's log tells it.</summary>
/// <param name="GoldVersion">The version of gold that it made.</param>
/// <param name="SettledAt">When, milliseconds since the epoch.</param>
/// <param name="Audit">Its record.</param>
/// <param name="Failures">Results of the expectations that failed, as JSON, by their position in the suite.</param>
internal sealed record PublishedSettlement(long GoldVersion, long SettledAt, AuditCommit Audit, IReadOnlyDictionary<int, string> Failures);
