namespace Analytics.Broker.Log;

/// <summary>A range of a segment file that a fetch answers with: read only when the response is written.</summary>
internal readonly record struct LogSlice(LogSegment? Segment, long Position, int Length)
{
    /// <summary>Fills the destination from the file; false when the segment is gone.</summary>
    public bool TryRead(Span<byte> destination) => Segment is not null && Segment.TryRead(Position, destination);
}
