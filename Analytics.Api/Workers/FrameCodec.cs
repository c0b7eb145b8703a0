using System.Buffers.Binary;

namespace Analytics.Api.Workers;

/// <summary>
/// Frames on a worker's standard input and output: payload length (4 bytes, little endian), kind (1 byte), payload.
/// Example, a Ready frame: <c>00 00 00 00 10</c>.
/// </summary>
internal static class FrameCodec
{
    public const int HeaderLength = 5;

    /// <summary>Longer frames are refused: neither side has a use for them, so the stream is out of step.</summary>
    private const int MaxPayload = 256 * 1024 * 1024;

    public static void Write(Stream stream, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        WriteHeader(header, kind, payload.Length);
        stream.Write(header);
        stream.Write(payload);
        stream.Flush();
    }

    public static async Task WriteAsync(Stream stream, FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        WriteHeader(header, kind, payload.Length);
        await stream.WriteAsync(header, cancellationToken);
        await stream.WriteAsync(payload, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads one frame, or null at the end of the stream.</summary>
    public static Frame? Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            return null;
        }

        var payload = new byte[ReadLength(header)];
        return stream.ReadAtLeast(payload, payload.Length, throwOnEndOfStream: false) < payload.Length
            ? null
            : new Frame((FrameKind)header[4], payload);
    }

    /// <inheritdoc cref="Read"/>
    public static async Task<Frame?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        if (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken) < HeaderLength)
        {
            return null;
        }

        var payload = new byte[ReadLength(header)];
        return await stream.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false, cancellationToken) < payload.Length
            ? null
            : new Frame((FrameKind)header[4], payload);
    }

    private static void WriteHeader(Span<byte> header, FrameKind kind, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        header[4] = (byte)kind;
    }

    private static int ReadLength(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        return length is >= 0 and <= MaxPayload ? length : throw new InvalidDataException($"frame of {length} bytes between the API and its query worker");
    }
}
