namespace Analytics.Streaming.Status;

/// <summary>A failure of a part beside ingest: windows, or a publisher of side records.</summary>
internal sealed record PartFailure(string Part, string State, string Detail, DateTimeOffset At);
