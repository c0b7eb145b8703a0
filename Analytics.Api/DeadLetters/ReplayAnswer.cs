namespace Analytics.Api.DeadLetters;

/// <summary>What became of the dead letters of a replay.</summary>
/// <param name="DryRun">Whether nothing was sent.</param>
/// <param name="Seen">Dead letters that were looked at.</param>
/// <param name="Accepted">Those that the contract accepts now: sent to the source topic, unless this is a dry run.</param>
/// <param name="Reasons">The same by the reason for which they were refused.</param>
internal sealed record ReplayAnswer(bool DryRun, long Seen, long Accepted, IReadOnlyDictionary<string, ReplayedReason> Reasons);
