namespace Analytics.Broker.Log;

/// <summary>A stretch of a segment file in which there is no intact batch, between some that are.</summary>
/// <param name="Position">Where it begins in the file.</param>
/// <param name="End">Where the next intact batch begins, or the file ends.</param>
/// <param name="FirstOffset">The first offset that is not readable.</param>
/// <param name="LastOffset">The last one.</param>
internal readonly record struct DamagedRange(long Position, long End, long FirstOffset, long LastOffset);
