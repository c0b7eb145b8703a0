namespace Analytics.Broker.Log;

/// <summary>
/// Walks the records of a decompressed batch. A record (KIP-98), all numbers zigzag varints:
/// <code>0e | 00 | 04 | 02 | 01 | 02 61 | 00</code>
/// length 7, attributes, timestamp delta 2, offset delta 1, key length -1, value "a", no headers.
/// </summary>
internal ref struct RecordCursor(ReadOnlySpan<byte> records)
{
    private ReadOnlySpan<byte> _rest = records;

    public byte Attributes { get; private set; }

    public long TimestampDelta { get; private set; }

    public int OffsetDelta { get; private set; }

    /// <summary>Key, value and headers as they lie in the record: what follows the offset delta.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>What is left after the current record: empty at the end, something where the bytes are no record.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>False at the end, and where the bytes are no record.</summary>
    public bool MoveNext()
    {
        var rest = _rest;
        if (!TryReadVarint(ref rest, out var length) || length <= 0 || length > rest.Length)
        {
            return false;
        }

        var record = rest[1..(int)length];
        var attributes = rest[0];
        if (!TryReadVarint(ref record, out var timestampDelta) || !TryReadVarint(ref record, out var offsetDelta))
        {
            return false;
        }

        Attributes = attributes;
        TimestampDelta = timestampDelta;
        OffsetDelta = (int)offsetDelta;
        Body = record;
        _rest = rest[(int)length..];
        return true;
    }

    /// <summary>The key; false when the record has none.</summary>
    public readonly bool TryGetKey(out ReadOnlySpan<byte> key)
    {
        var body = Body;
        return TryTake(ref body, out key);
    }

    /// <summary>Whether the value is null: the record deletes its key.</summary>
    public readonly bool IsTombstone()
    {
        var body = Body;
        TryTake(ref body, out _);
        return !TryTake(ref body, out _);
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> taken)
    {
        if (!TryReadVarint(ref bytes, out var length) || length < 0 || length > bytes.Length)
        {
            taken = default;
            return false;
        }

        taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return true;
    }

    private static bool TryReadVarint(scoped ref ReadOnlySpan<byte> bytes, out long value)
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
