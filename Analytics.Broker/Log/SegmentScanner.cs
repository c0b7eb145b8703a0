using System.Buffers;

namespace Analytics.Broker.Log;

/// <summary>Reads a segment file batch by batch for recovery, checking each CRC. The buffer is pooled and grows to the largest batch.</summary>
/// <param name="segment">The file.</param>
/// <param name="position">Where a batch begins.</param>
/// <param name="end">Where to stop.</param>
internal sealed class SegmentScanner(LogSegment segment, long position, long end) : IDisposable
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>How far behind damage an intact batch is looked for: more than the largest batch.</summary>
    private const int ResyncBytes = 64 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private int _start;
    private int _filled;

    /// <summary>Where the current batch begins, or where what is no intact batch begins.</summary>
    public long Position { get; private set; } = position;

    public int Size { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start, Size);

    public RecordBatch Current => new(_buffer.AsSpan(_start, Size));

    /// <summary>True when an intact batch was read; false at the end of the file and at anything else: then <see cref="Position"/> says where.</summary>
    public bool MoveNext()
    {
        Skip();
        if (!Fill(RecordBatch.HeaderSize))
        {
            return false;
        }

        var size = new RecordBatch(_buffer.AsSpan(_start)).Size;
        if (size < RecordBatch.HeaderSize || size > end - Position || !Fill((int)size))
        {
            return false;
        }

        Size = (int)size;
        if (Current.IsIntact)
        {
            return true;
        }

        Size = 0;
        return false;
    }

    /// <summary>
    /// After what is no intact batch: looks for the next one, which begins at or after the offset. If there is one, the file was damaged in place and is
    /// not torn, and <see cref="MoveNext"/> goes on with it. The base offset is outside the CRC: one that goes back is damage too.
    /// </summary>
    public bool TryResync(long nextOffset)
    {
        var bytes = new byte[(int)Math.Min(end - Position, ResyncBytes)];
        if (!segment.TryRead(Position, bytes))
        {
            return false;
        }

        for (var at = 1; at + RecordBatch.HeaderSize <= bytes.Length; at++)
        {
            var next = bytes.AsSpan(at + RecordBatch.MagicOffset).IndexOf(RecordBatch.CurrentMagic);
            at += next;
            if (next < 0 || at + RecordBatch.HeaderSize > bytes.Length)
            {
                return false;
            }

            var batch = new RecordBatch(bytes.AsSpan(at));
            if (batch.BaseOffset >= nextOffset && batch.LastOffsetDelta >= 0 && batch.IsIntact)
            {
                Position += at;
                (_start, _filled, Size) = (0, 0, 0);
                return true;
            }
        }

        return false;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Skip()
    {
        _start += Size;
        Position += Size;
        Size = 0;
    }

    private bool Fill(int count)
    {
        if (_filled - _start >= count)
        {
            return true;
        }

        var rest = _buffer.AsSpan(_start, _filled - _start);
        if (count > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(count);
            rest.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            rest.CopyTo(_buffer);
        }

        (_start, _filled) = (0, rest.Length);
        while (_filled < count)
        {
            var read = segment.Read(Position + _filled, _buffer.AsSpan(_filled));
            if (read == 0)
            {
                return false;
            }

            _filled += read;
        }

        return true;
    }
}
