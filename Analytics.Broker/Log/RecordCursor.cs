namespace Analytics.Broker.Log;

/// <summary>
/// Walks the records of an uncompressed batch. A record (KIP-98), all numbers zigzag varints:
/// <code>0e | 00 | 04 | 02 | 01 | 02 61 | 00</code>
/// length 7, attributes, timestamp delta 2, offset delta 1, key length -1, value "a", no headers.
/// </summary>
internal ref struct RecordCursor(ReadOnlySpan<byte> records)
{
    private ReadOnlySpan<byte> _rest = records;

    public long TimestampDelta { get; private set; }

    public int OffsetDelta { get; private set; }

    /// <summary>False at the end, and where the bytes are no record.</summary>
    public bool MoveNext()
    {
        if (!TryReadVarint(ref _rest, out var length) || length <= 0 || length > _rest.Length)
        {
            return false;
        }

        var record = _rest[..(int)length];
        _rest = _rest[(int)length..];
        record = record[1..];
        if (!TryReadVarint(ref record, out var timestampDelta) || !TryReadVarint(ref record, out var offsetDelta))
        {
            return false;
        }

        TimestampDelta = timestampDelta;
        OffsetDelta = (int)offsetDelta;
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out long value)
    {
        ulong encoded = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            encoded |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                value = (long)(encoded >> 1) ^ -(long)(encoded & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
