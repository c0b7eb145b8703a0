namespace Analytics.Streaming.Source;

/// <summary>A record as pointers to its bytes, which live until its batch is cleared. No object per record.</summary>
internal unsafe struct RawRecord
{
    /// <summary>The offset in its partition.</summary>
    public long Offset;

    /// <summary>The Kafka timestamp, microseconds since the epoch, UTC.</summary>
    public long Timestamp;

    public byte* ValuePointer;
    public byte* KeyPointer;

    /// <summary>The headers as <see cref="RecordHeaders"/> packs them.</summary>
    public byte* HeadersPointer;

    /// <summary>Length of the value; -1 for a null value.</summary>
    public int ValueLength;

    /// <summary>Length of the key; -1 for a null key.</summary>
    public int KeyLength;

    /// <summary>Length of the packed headers; 0 without any.</summary>
    public int HeadersLength;

    public readonly ReadOnlySpan<byte> Value => ValueLength <= 0 ? default : new(ValuePointer, ValueLength);

    public readonly ReadOnlySpan<byte> Key => KeyLength <= 0 ? default : new(KeyPointer, KeyLength);

    public readonly ReadOnlySpan<byte> Headers => HeadersLength <= 0 ? default : new(HeadersPointer, HeadersLength);
}
