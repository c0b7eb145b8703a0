using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Shouldly;

namespace Analytics.Tests.Broker.Server;

/// <summary>A client that sends any bytes.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return client;
    }

    /// <summary>Sends frames, given as hexadecimal without their lengths, in one packet.</summary>
    public Task SendAsync(params string[] frames) =>
        SendBytesAsync(string.Concat(frames.Select(frame => frame.Replace(" ", "", StringComparison.Ordinal)).Select(frame => $"{frame.Length / 2:X8}{frame}")));

    public async Task SendBytesAsync(string hex) => await _socket.SendAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    public async Task<byte[]> ReceiveAsync()
    {
        var length = new byte[4];
        await ReceiveAsync(length);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await ReceiveAsync(frame);
        return frame;
    }

    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes).AsTask();

    public async Task<byte[]> ReceiveAsync(int count)
    {
        var bytes = new byte[count];
        await ReceiveAsync(bytes);
        return bytes;
    }

    /// <summary>Sends until everything is sent or the broker has closed, and reads what it answers meanwhile.</summary>
    public async Task SendAllItTakesAsync(ReadOnlyMemory<byte> bytes, byte[] drain)
    {
        try
        {
            var sending = _socket.SendAsync(bytes).AsTask();
            while (!sending.IsCompleted)
            {
                var read = _socket.ReceiveAsync(drain, SocketFlags.None);
                if (await Task.WhenAny(sending, read) == read && await read == 0)
                {
                    return;
                }
            }

            await sending;
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed by the broker, as it should when a frame is malformed.
        }
    }

    public async Task<bool> IsClosedAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            return await _socket.ReceiveAsync(new byte[1], timeout.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync(byte[] bytes)
    {
        for (var filled = 0; filled < bytes.Length;)
        {
            var read = await _socket.ReceiveAsync(bytes.AsMemory(filled));
            read.ShouldBeGreaterThan(0, "the connection was closed");
            filled += read;
        }
    }
}
