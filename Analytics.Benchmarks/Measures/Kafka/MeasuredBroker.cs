using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Analytics.Benchmarks.Jvm;
using Analytics.Benchmarks.Processes;

namespace Analytics.Benchmarks.Measures.Kafka;

/// <summary>One of the two brokers that are compared: its process, where it listens, and how long its start took.</summary>
internal sealed record MeasuredBroker(string Name, ServiceProcess Process, string BootstrapServers, TimeSpan StartTime, IAsyncDisposable Owner) : IAsyncDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(5);

    public static async Task<MeasuredBroker> StartEmbeddedAsync(string data, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(data);
        var port = FreePort.Next();
        var watch = Stopwatch.StartNew();
        var process = ServiceProcess.Start("Analytics.Broker", data, new Dictionary<string, string>(), "--port", $"{port}", "--data", data);
        await AnswersAsync(process, port, cancellationToken).ConfigureAwait(false);
        return new MeasuredBroker("embedded", process, $"localhost:{port}", watch.Elapsed, process);
    }

    public static async Task<MeasuredBroker> StartKafkaAsync(string data, CancellationToken cancellationToken)
    {
        // The first start formats the storage; the second one is timed, as the embedded broker's is on its folder.
        var kafka = await KafkaProcess.StartAsync(data, null, "1g", cancellationToken).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        await kafka.KillAndRestartAsync(cancellationToken).ConfigureAwait(false);
        return new MeasuredBroker("Kafka", kafka.Process, kafka.BootstrapServers, watch.Elapsed, kafka);
    }

    public ValueTask DisposeAsync() => Owner.DisposeAsync();

    /// <summary>Sends ApiVersions v0 until it is answered.</summary>
    private static async Task AnswersAsync(ServiceProcess process, int port, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken).ConfigureAwait(false);
                await socket.SendAsync(Convert.FromHexString("0000000A" + "00120000" + "00000001" + "FFFF"), cancellationToken).ConfigureAwait(false);
                if (await socket.ReceiveAsync(new byte[64], cancellationToken).ConfigureAwait(false) > 0)
                {
                    return;
                }
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(ProbeInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
