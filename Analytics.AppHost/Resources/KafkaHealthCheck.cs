using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.AppHost.Resources;

/// <summary>
/// Kafka is healthy when it answers an ApiVersions request: it listens long before it takes requests.
/// <code>
/// request  00 00 00 0A | 00 12 00 00 | 00 00 00 01 | FF FF     length, ApiVersions (18) version 0, correlation 1, no client id
/// answer   .. .. .. .. | 00 00 00 01 | 00 00 | ...             length, correlation 1, no error, the versions
/// </code>
/// Source: the Kafka protocol guide, "ApiVersions API".
/// </summary>
internal sealed class KafkaHealthCheck(Func<(string Host, int Port)> address) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly byte[] Request = [0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (host, port) = address();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, deadline.Token).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(Request, deadline.Token).ConfigureAwait(false);
            var answer = new byte[10];
            await stream.ReadExactlyAsync(answer, deadline.Token).ConfigureAwait(false);
            var correlation = BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(4));
            var error = BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(8));
            return correlation == 1 && error == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Kafka answers with error {error}.");
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return HealthCheckResult.Unhealthy($"Kafka does not answer on {host}:{port}.", exception);
        }
    }
}
