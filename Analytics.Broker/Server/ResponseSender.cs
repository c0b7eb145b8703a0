using System.Buffers;
using Analytics.Broker.Log;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server;

/// <summary>
/// Sends responses: what was written, and between that the pieces of segment files. Large ones go from the page cache to the socket; small ones, and
/// all of them where there is TLS, pass through one chunk. However much a fetch is answered with and however slowly it is read, a connection holds no
/// more than the chunk.
/// </summary>
/// <param name="stream">The socket's, or TLS over it.</param>
/// <param name="files">Sends files to the socket; null with TLS.</param>
internal sealed class ResponseSender(Stream stream, FileSender? files) : IDisposable
{
    /// <summary>Enough for few system calls, and small enough to stay in the processor's cache between the read and the send.</summary>
    private const int ChunkBytes = 128 * 1024;

    /// <summary>A system call for less costs more than its copy.</summary>
    private const int MinFileBytes = 32 * 1024;

    /// <summary>So much is sent before it is noted that the client reads on.</summary>
    private const int MaxFileBytes = 256 * 1024;

    private long _sendingSince;

    /// <summary>When the bytes that are being sent were given to the network, as a timestamp of the clock; 0 when nothing is.</summary>
    public long SendingSince => Volatile.Read(ref _sendingSince);

    public void Dispose() => files?.Dispose();

    public async ValueTask SendAsync(KafkaWriter responses, TimeProvider time)
    {
        if (responses.Files.Count == 0)
        {
            await SendAsync(responses.Written, time);
            return;
        }

        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            var (filled, position) = (0, 0);
            for (var i = 0; i < responses.Files.Count; i++)
            {
                var (at, slice) = responses.Files[i];
                filled = await CopyAsync(responses.Written[position..at], chunk, filled, time);
                filled = await SendFileAsync(slice, chunk, filled, time);
                position = at;
            }

            filled = await CopyAsync(responses.Written[position..], chunk, filled, time);
            await SendAsync(chunk.AsMemory(0, filled), time);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async ValueTask<int> CopyAsync(ReadOnlyMemory<byte> bytes, byte[] chunk, int filled, TimeProvider time)
    {
        while (bytes.Length > 0)
        {
            var count = Math.Min(bytes.Length, chunk.Length - filled);
            bytes[..count].CopyTo(chunk.AsMemory(filled));
            bytes = bytes[count..];
            filled = await SendWhenFullAsync(chunk, filled + count, time);
        }

        return filled;
    }

    private async ValueTask<int> SendFileAsync(LogSlice slice, byte[] chunk, int filled, TimeProvider time)
    {
        if (files is null || slice.Length < MinFileBytes)
        {
            return await CopyAsync(slice, chunk, filled, time);
        }

        await SendAsync(chunk.AsMemory(0, filled), time);
        for (var done = 0; done < slice.Length; done += MaxFileBytes)
        {
            Volatile.Write(ref _sendingSince, time.GetTimestamp());
            await files.SendAsync(slice with { Position = slice.Position + done, Length = Math.Min(slice.Length - done, MaxFileBytes) });
            Volatile.Write(ref _sendingSince, 0);
        }

        return 0;
    }

    private async ValueTask<int> CopyAsync(LogSlice slice, byte[] chunk, int filled, TimeProvider time)
    {
        for (var done = 0; done < slice.Length;)
        {
            var count = Math.Min(slice.Length - done, chunk.Length - filled);
            if (!slice.Segment!.TryRead(slice.Position + done, chunk.AsSpan(filled, count)))
            {
                throw new IOException($"{slice.Segment.Path} ended before byte {slice.Position + slice.Length}");
            }

            done += count;
            filled = await SendWhenFullAsync(chunk, filled + count, time);
        }

        return filled;
    }

    private async ValueTask<int> SendWhenFullAsync(byte[] chunk, int filled, TimeProvider time)
    {
        if (filled < chunk.Length)
        {
            return filled;
        }

        await SendAsync(chunk, time);
        return 0;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, TimeProvider time)
    {
        Volatile.Write(ref _sendingSince, time.GetTimestamp());
        await stream.WriteAsync(bytes);
        Volatile.Write(ref _sendingSince, 0);
    }
}
