using System.Buffers;

namespace Analytics.Broker.Log.Compaction;

/// <summary>Writes a record of a batch anew: the same but for its timestamp delta. See <see cref="RecordCursor"/> for the bytes.</summary>
internal static class RecordWriter
{
    private const int MaxVarint = 10;

    public static void Write(IBufferWriter<byte> target, in RecordCursor record, long timestampDelta)
    {
        Span<byte> head = stackalloc byte[1 + (2 * MaxVarint)];
        head[0] = record.Attributes;
        var size = 1;
        size += WriteVarint(head[size..], timestampDelta);
        size += WriteVarint(head[size..], record.OffsetDelta);
        Span<byte> length = stackalloc byte[MaxVarint];
        target.Write(length[..WriteVarint(length, size + record.Body.Length)]);
        target.Write(head[..size]);
        target.Write(record.Body);
    }

    private static int WriteVarint(Span<byte> target, long value)
    {
        var encoded = (ulong)((value << 1) ^ (value >> 63));
        var i = 0;
        for (; encoded >= 0x80; encoded >>= 7)
        {
            target[i++] = (byte)(encoded | 0x80);
        }

        target[i++] = (byte)encoded;
        return i;
    }
}
