namespace Analytics.Streaming.Operations;

/// <summary>Which dead letters are to be sent again.</summary>
/// <param name="Reason">Only those with this reason; null for all.</param>
/// <param name="DryRun">Sends nothing.</param>
/// <param name="Again">Also replays that were refused again.</param>
internal sealed record DlqReplayRequest(string? Reason, bool DryRun, bool Again);
