namespace Analytics.Broker.Log;

/// <summary>Where a batch lies in its segment's file.</summary>
internal readonly record struct BatchLocation(long Position, int Size, long BaseOffset, long LastOffset);
