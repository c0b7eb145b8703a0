using System.Runtime.InteropServices;

namespace Analytics.Broker.Log;

/// <summary>
/// One entry of the sparse index over a segment: the offset index and the time index of Kafka in one.
/// </summary>
/// <param name="RelativeOffset">The batch's base offset minus the segment's.</param>
/// <param name="Position">Where the batch begins in the file.</param>
/// <param name="MaxTimestampBefore">The highest timestamp of all batches before it in the segment: never falls from entry to entry.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct SegmentIndexEntry(int RelativeOffset, int Position, long MaxTimestampBefore);
