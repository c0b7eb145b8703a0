using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.AppHost.Resources;

/// <summary>A program is healthy when it listens: Spark Connect opens its port once it takes requests.</summary>
internal sealed class ListeningHealthCheck(string name, Func<(string Host, int Port)> address) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (host, port) = address();
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (SocketException exception)
        {
            return HealthCheckResult.Unhealthy($"{name} does not listen on {host}:{port}.", exception);
        }
    }
}
