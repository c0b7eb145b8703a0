using System.Net;
using System.Net.Sockets;

namespace Analytics.Tests.Broker;

/// <summary>
/// Ports for brokers that are stopped and started again on the same one. They lie below the ephemeral range of Linux: a port from there may be taken
/// in between by any client's connection, even by one to that very port.
/// </summary>
internal static class StablePort
{
    private const int First = 15_000;
    private const int End = 32_000;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.IPv6Loopback, port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException exception)
        {
            // Without IPv6 there is nothing to collide with.
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
