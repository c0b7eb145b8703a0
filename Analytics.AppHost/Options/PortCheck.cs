using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Analytics.AppHost.Options;

/// <summary>Fixed ports are tried by listening on them before anything starts, so that a taken one is told in one line.</summary>
internal static class PortCheck
{
    /// <summary>Zero means any: the host chooses one.</summary>
    public static int? Read(IConfigurationSection section, string key, int standard)
    {
        var text = section[key];
        if (text is null)
        {
            return standard;
        }

        if (!int.TryParse(text, out var port) || port is < 0 or > 65535)
        {
            throw new RefusedException($"Platform:{key}={text}: use a port from 1 to 65535, or 0 for any free one.");
        }

        return port == 0 ? null : port;
    }

    public static void RequireFree(PlatformSettings platform)
    {
        if (platform.ExternalKafka is null)
        {
            RequireFree(platform.KafkaPort, "the broker", "KafkaPort");
        }

        if (platform.ExternalRegistry is null)
        {
            RequireFree(platform.RegistryPort, "the schema registry", "RegistryPort");
        }

        RequireFree(platform.ApiPort, "the API", "ApiPort");
    }

    private static void RequireFree(int? port, string owner, string key)
    {
        if (port is not { } number)
        {
            return;
        }

        foreach (var address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            try
            {
                using var listener = new TcpListener(address, number);
                listener.Start();
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                throw new RefusedException($"Port {number} for {owner} is taken: stop what listens there (is the platform running already?), or choose another with --Platform:{key}=N.");
            }
            catch (SocketException)
            {
                // No IPv6 on this machine.
            }
        }
    }
}
