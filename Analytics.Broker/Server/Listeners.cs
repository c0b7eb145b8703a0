using System.Net;
using System.Net.Sockets;

namespace Analytics.Broker.Server;

/// <summary>The sockets that a broker listens on. Clients try both addresses of localhost, so both must be this broker: a random port has to be free on both.</summary>
internal sealed class Listeners : IDisposable
{
    private const int Backlog = 512;
    private const int RandomPortAttempts = 10;

    private readonly List<Socket> _sockets = [];

    public IReadOnlyList<Socket> Sockets => _sockets;

    public int Port { get; private set; }

    /// <param name="host"><c>localhost</c>, an address, or <c>*</c>.</param>
    /// <param name="port">0 takes any that is free.</param>
    /// <exception cref="BrokerStartException">The address is none of this machine, or the port is taken.</exception>
    public static Listeners Bind(string host, int port)
    {
        var addresses = AddressesOf(host);
        for (var attempt = 1; ; attempt++)
        {
            var listeners = new Listeners();
            try
            {
                listeners.BindAll(addresses, port);
                return listeners;
            }
            catch (SocketException exception)
            {
                listeners.Dispose();
                if (port != 0 || attempt == RandomPortAttempts)
                {
                    throw new BrokerStartException(
                        $"Port {port} on {host} cannot be listened on: {exception.Message}. Stop what uses it, or choose another with --port (0 takes a free one).", exception);
                }
            }
        }
    }

    public void Listen() => _sockets.ForEach(socket => socket.Listen(Backlog));

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static IPAddress[] AddressesOf(string host) => host switch
    {
        "localhost" => Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback],
        "*" => Socket.OSSupportsIPv6 ? [IPAddress.Any, IPAddress.IPv6Any] : [IPAddress.Any],
        _ when IPAddress.TryParse(host, out var address) => [address],
        _ => throw new BrokerStartException($"Broker:Host is '{host}': localhost, an address of this machine, or * for all of them is expected."),
    };

    private void BindAll(IPAddress[] addresses, int port)
    {
        Port = port;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (address.AddressFamily is AddressFamily.InterNetworkV6)
                {
                    socket.DualMode = false;
                }

                socket.Bind(new IPEndPoint(address, Port));
                _sockets.Add(socket);
                Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            }
            catch (SocketException exception) when (_sockets.Count > 0 && exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
            {
                // A machine without IPv6.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
