using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Analytics.Broker.Log;

namespace Analytics.Broker.Protocol;

/// <summary>
/// Writes the primitive types of the Kafka protocol into one pooled, growing buffer: the mirror of <see cref="KafkaReader"/>.
/// A connection owns one; several pipelined responses collect in it before they go to the socket at once.
/// </summary>
internal sealed class KafkaWriter : IDisposable
{
    private const int InitialSize = 4096;
    private const int KeptSize = 128 * 1024;

    private readonly List<(int Position, LogSlice Slice)> _files = [];
    private long _fileBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);

    public bool Flexible { get; set; }

    public int Length { get; private set; }

    /// <summary>With the pieces of files.</summary>
    public long TotalLength => Length + _fileBytes;

    /// <summary>The pieces of files that belong between the written bytes, each at its position.</summary>
    public IReadOnlyList<(int Position, LogSlice Slice)> Files => _files;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void WriteInt8(sbyte value) => Reserve(1)[0] = (byte)value;

    public void WriteBoolean(bool value) => Reserve(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);

    public void WriteError(ErrorCode value) => WriteInt16((short)value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    /// <summary>16 bytes, most significant first.</summary>
    public void WriteUuid(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    public void WriteUnsignedVarint(uint value)
    {
        while (value >= 0x80)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Reserve(1)[0] = (byte)value;
    }

    public void WriteString(string? value)
    {
        if (value is null)
        {
            if (Flexible)
            {
                WriteUnsignedVarint(0);
            }
            else
            {
                WriteInt16(-1);
            }

            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        if (Flexible)
        {
            WriteUnsignedVarint((uint)length + 1);
        }
        else
        {
            WriteInt16(checked((short)length));
        }

        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteBytesLength(value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    public void WriteBytesLength(int length)
    {
        if (Flexible)
        {
            WriteUnsignedVarint((uint)(length + 1));
        }
        else
        {
            WriteInt32(length);
        }
    }

    /// <param name="count">The number of elements that follow, or -1 for null.</param>
    public void WriteArrayLength(int count) => WriteBytesLength(count);

    public void WriteInt32Array(ReadOnlySpan<int> values)
    {
        WriteArrayLength(values.Length);
        foreach (var value in values)
        {
            WriteInt32(value);
        }
    }

    public void WriteStringArray(string[] values)
    {
        WriteArrayLength(values.Length);
        foreach (var value in values)
        {
            WriteString(value);
        }
    }

    /// <summary>An array of structures, each followed by its tagged fields.</summary>
    public void WriteArray<T>(T[] values, Action<KafkaWriter, T> write)
    {
        WriteArrayLength(values.Length);
        foreach (var value in values)
        {
            write(this, value);
            WriteTaggedFields();
        }
    }

    /// <summary>Ends a flexible structure: no tagged field.</summary>
    public void WriteTaggedFields()
    {
        if (Flexible)
        {
            WriteUnsignedVarint(0);
        }
    }

    public void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(position), value);

    /// <summary>Room for <paramref name="count"/> bytes that the caller fills at once.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Grow(count);
        }

        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    /// <summary>Puts a piece of a segment file here, whose segment the caller has acquired; it is released when the writer is reset.</summary>
    public void WriteFile(LogSlice slice)
    {
        _files.Add((Length, slice));
        _fileBytes += slice.Length;
    }

    /// <summary>Forgets what was written, and gives a buffer that a large fetch needed back to the pool.</summary>
    public void Reset()
    {
        ReleaseFiles();
        Length = 0;
        if (_buffer.Length > KeptSize)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
        }
    }

    public void Dispose()
    {
        ReleaseFiles();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private void ReleaseFiles()
    {
        foreach (var (_, slice) in _files)
        {
            slice.Segment!.Release();
        }

        _files.Clear();
        _fileBytes = 0;
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + count), Math.Min(_buffer.Length, int.MaxValue / 4) * 2));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
