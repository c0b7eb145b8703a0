using System.Buffers;
using Analytics.Api.Workers;

namespace Analytics.Api.Sandbox.Results;

/// <summary>Collects the bytes of an answer and sends them in frames of about 64 KB.</summary>
/// <param name="output">Where frames go.</param>
internal sealed class FrameBuffer(Stream output) : IBufferWriter<byte>
{
    private const int FrameSize = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FrameSize);

    /// <summary>Bytes written so far, sent or not.</summary>
    public long Length { get; private set; }

    public void Advance(int count)
    {
        _buffer.Advance(count);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);

    /// <summary>Sends what has been collected when it is worth a frame, or in any case when <paramref name="all"/>.</summary>
    public void Flush(bool all)
    {
        if (_buffer.WrittenCount >= FrameSize || (all && _buffer.WrittenCount > 0))
        {
            FrameCodec.Write(output, FrameKind.Data, _buffer.WrittenSpan);
            _buffer.ResetWrittenCount();
        }
    }
}
