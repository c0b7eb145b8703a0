namespace Analytics.Api.DeadLetters;

/// <summary>The dead letters of one reason.</summary>
/// <param name="Accepted">The contract accepts them now.</param>
/// <param name="Refused">It still refuses them.</param>
/// <param name="Replayed">They were replayed before.</param>
/// <param name="FailedAgain">They are replays that were refused again, and are left alone unless asked for.</param>
internal sealed record ReplayedReason(long Accepted, long Refused, long Replayed, long FailedAgain);
