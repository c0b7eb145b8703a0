using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its port before anything starts, so that all references can be resolved at once.</summary>
internal static class EndpointAllocator
{
    public static void Allocate(IEnumerable<IResource> resources)
    {
        var endpoints = resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()).ToArray();
        var reserved = endpoints.Select(e => e.Port ?? e.TargetPort).OfType<int>().ToHashSet();
        foreach (var endpoint in endpoints.Where(e => e.AllocatedEndpoint is null))
        {
            var port = endpoint.Port ?? endpoint.TargetPort ?? FreePort(reserved);
            endpoint.Port = port;
            endpoint.TargetPort = port;
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
        }
    }

    /// <summary>Whether nobody listens on a port of this machine.</summary>
    public static bool IsFree(int port)
    {
        foreach (var address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            try
            {
                using var listener = new TcpListener(address, port);
                listener.Start();
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                return false;
            }
            catch (SocketException)
            {
                // No IPv6 on this machine.
            }
        }

        return true;
    }

    /// <summary>A port nobody listens on. All listeners stay open until the port is unique, since the kernel may offer a closed one again.</summary>
    public static int FreePort(HashSet<int> reserved)
    {
        var listeners = new List<TcpListener>();
        try
        {
            while (true)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (reserved.Add(port))
                {
                    return port;
                }
            }
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
