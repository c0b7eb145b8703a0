namespace Analytics.Streaming.Source;

/// <summary>A record where the source keeps it: pointers that live until the batch is released. No object per record.</summary>
internal unsafe struct RawRecord
{
    /// <summary>The offset in its partition.</summary>
    public long Offset;

    /// <summary>The Kafka timestamp, microseconds since the epoch, UTC.</summary>
    public long Timestamp;

    public byte* ValuePointer;
    public byte* KeyPointer;

    /// <summary>The source's own handle: what headers are read through, and what is released.</summary>
    public nint Handle;

    /// <summary>Length of the value; -1 for a null value.</summary>
    public int ValueLength;

    /// <summary>Length of the key; -1 for a null key.</summary>
    public int KeyLength;

    public readonly ReadOnlySpan<byte> Value => ValueLength <= 0 ? default : new(ValuePointer, ValueLength);

    public readonly ReadOnlySpan<byte> Key => KeyLength <= 0 ? default : new(KeyPointer, KeyLength);
}
