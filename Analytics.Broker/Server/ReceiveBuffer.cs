using System.Buffers;
using System.Buffers.Binary;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server;

/// <summary>
/// The received bytes of a connection, cut into frames: an int32 length, then as many bytes. A frame is one piece of memory, so that the record batches
/// in it go to the log without a copy. The buffer grows with what has arrived, never with what a length prefix promises.
/// </summary>
internal sealed class ReceiveBuffer(int maxFrameBytes) : IDisposable
{
    private const int InitialBytes = 64 * 1024;
    private const int KeptBytes = 256 * 1024;
    private const int MinSpace = 4 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _start;
    private int _end;

    public bool IsEmpty => _start == _end;

    /// <summary>The next whole frame, without its length. It is valid until <see cref="Space"/> is called.</summary>
    public bool TryTakeFrame(out Memory<byte> frame)
    {
        frame = default;
        if (_end - _start < sizeof(int))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (length < 0 || length > maxFrameBytes)
        {
            throw new MalformedRequestException($"a frame says it has {length} bytes; 0 to {maxFrameBytes} are allowed. Is the client speaking HTTP or TLS?");
        }

        if (_end - _start - sizeof(int) < length)
        {
            return false;
        }

        frame = _buffer.AsMemory(_start + sizeof(int), length);
        _start += sizeof(int) + length;
        return true;
    }

    /// <summary>Room to receive into.</summary>
    public Memory<byte> Space()
    {
        if (IsEmpty)
        {
            (_start, _end) = (0, 0);
        }

        if (_buffer.Length - _end < MinSpace)
        {
            // The rest of a frame moves to the front; when it is most of the buffer, to a larger one.
            Move(_end - _start > _buffer.Length / 2 ? _buffer.Length * 2 : _buffer.Length);
        }

        return _buffer.AsMemory(_end);
    }

    public void Received(int count) => _end += count;

    /// <summary>Gives back what a large frame needed, while the connection is idle.</summary>
    public void Shrink()
    {
        if (IsEmpty && _buffer.Length > KeptBytes)
        {
            Move(InitialBytes);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_start, _end) = (0, 0);
    }

    private void Move(int size)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        if (size == _buffer.Length)
        {
            rest.CopyTo(_buffer);
        }
        else
        {
            var other = ArrayPool<byte>.Shared.Rent(size);
            rest.CopyTo(other);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = other;
        }

        (_start, _end) = (0, rest.Length);
    }
}
