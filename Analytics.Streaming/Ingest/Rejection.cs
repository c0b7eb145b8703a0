namespace Analytics.Streaming.Ingest;

/// <summary>A record that is no event.</summary>
/// <param name="Record">Its index in the partition's records.</param>
/// <param name="Reason">The reason's name on the wire.</param>
/// <param name="Detail">What exactly is wrong.</param>
internal readonly record struct Rejection(int Record, string Reason, string? Detail);
