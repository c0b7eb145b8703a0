using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server;

/// <summary>
/// The received bytes of a connection, cut into frames: an int32 length, then as many bytes. A frame is one piece of memory, so that the record batches
/// in it go to the log without a copy. The buffer grows with what has arrived, never with what a length prefix promises, and an idle connection has none.
/// </summary>
internal sealed class ReceiveBuffer(int maxFrameBytes, BufferBudget budget) : IDisposable
{
    private const int InitialBytes = 64 * 1024;
    private const int MinSpace = 4 * 1024;

    /// <summary>Larger buffers count against the budget.</summary>
    private const int FreeBytes = 2 * 1024 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _lastFrame;

    /// <summary>A longer frame closes the connection.</summary>
    public int MaxFrameBytes { get; set; } = maxFrameBytes;

    /// <summary>False while a frame has arrived in part.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>The next whole frame, without its length. It is valid until <see cref="Space"/> or <see cref="Release"/> is called.</summary>
    public bool TryTakeFrame(out Memory<byte> frame)
    {
        frame = default;
        if (_end - _start < sizeof(int))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (length < 0 || length > MaxFrameBytes)
        {
            throw new MalformedRequestException($"a frame says it has {length} bytes; 0 to {MaxFrameBytes} are allowed. Is the client speaking HTTP or TLS?");
        }

        if (_end - _start - sizeof(int) < length)
        {
            return false;
        }

        frame = _buffer.AsMemory(_start + sizeof(int), length);
        _start += sizeof(int) + length;
        _lastFrame = length;
        return true;
    }

    /// <summary>Room to receive into.</summary>
    public Memory<byte> Space()
    {
        if (_buffer.Length == 0)
        {
            Move(Likely());
        }
        else if (IsEmpty)
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

    /// <summary>Gives the memory back while nothing is to be received.</summary>
    public void Release()
    {
        if (IsEmpty)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        Return(_buffer);
        _buffer = [];
        (_start, _end) = (0, 0);
    }

    /// <summary>Room for another frame like the last one, which has been received in full: producers send the same size again and again.</summary>
    private int Likely() => Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(_lastFrame + sizeof(int) + MinSpace)), InitialBytes, FreeBytes);

    private void Move(int size)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        if (size == _buffer.Length)
        {
            rest.CopyTo(_buffer);
        }
        else
        {
            var other = Rent(size);
            rest.CopyTo(other);
            Return(_buffer);
            _buffer = other;
        }

        (_start, _end) = (0, rest.Length);
    }

    private byte[] Rent(int size)
    {
        if (size > FreeBytes && !budget.TryTake(size))
        {
            throw new MalformedRequestException("too many large requests are being received at the same time: send smaller ones, or fewer at once");
        }

        return ArrayPool<byte>.Shared.Rent(size);
    }

    private void Return(byte[] buffer)
    {
        if (buffer.Length == 0)
        {
            return;
        }

        if (buffer.Length > FreeBytes)
        {
            budget.Return(buffer.Length);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
