namespace Analytics.Producer.Simulation;

/// <summary>An accepted event that may be sent again.</summary>
internal sealed record SentEvent(int Partition, long EventTime, byte[] Key, byte[] Value);
