using System.Globalization;
using System.Security.Cryptography;
using Analytics.Benchmarks.Processes;
using Confluent.Kafka;

namespace Analytics.Benchmarks.Jvm;

/// <summary>
/// Apache Kafka from KAFKA_HOME as one process, broker and controller in one (KRaft), on random ports over a folder of its own.
/// Ready means that it answers a metadata request.
/// </summary>
internal sealed class KafkaProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly KafkaListener? _listener;
    private readonly string _heap;

    private KafkaProcess(ServiceProcess process, string bootstrapServers, string folder, KafkaListener? listener, string heap)
    {
        _heap = heap;
        _listener = listener;
        Process = process;
        BootstrapServers = bootstrapServers;
        _folder = folder;
    }

    public ServiceProcess Process { get; private set; }

    public string BootstrapServers { get; }

    /// <param name="folder">Configuration, log segments and the program's output go here; nothing is written elsewhere.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="InvalidOperationException">It ended or did not answer in two minutes.</exception>
    public static Task<KafkaProcess> StartAsync(string folder, CancellationToken cancellationToken) => StartAsync(folder, null, "512m", cancellationToken);

    /// <summary>The same with a listener for clients of its own.</summary>
    /// <param name="folder">Configuration, log segments and the program's output go here.</param>
    /// <param name="listener">Protocol of the listener, the settings that go with it, and what a client must set; null for a plain one.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="InvalidOperationException">It ended or did not answer in two minutes.</exception>
    public static Task<KafkaProcess> StartAsync(string folder, KafkaListener? listener, CancellationToken cancellationToken) => StartAsync(folder, listener, "512m", cancellationToken);

    /// <summary>The same with a heap of its own.</summary>
    /// <param name="folder">Configuration, log segments and the program's output go here.</param>
    /// <param name="listener">As above.</param>
    /// <param name="heap">The most it may take, as for <c>-Xmx</c>.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="InvalidOperationException">It ended or did not answer in two minutes.</exception>
    public static async Task<KafkaProcess> StartAsync(string folder, KafkaListener? listener, string heap, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort.Next();
        var settings = Path.Combine(folder, "server.properties");
        await File.WriteAllLinesAsync(settings, Settings(folder, port, FreePort.Next(), listener), cancellationToken).ConfigureAwait(false);
        var jars = JavaCommand.Jars("KAFKA_HOME", "libs");
        await JavaCommand.RunAsync(JavaCommand.Start(jars, "256m", "kafka.tools.StorageTool", "format", "-t", ClusterId(), "-c", settings), cancellationToken).ConfigureAwait(false);

        var kafka = new KafkaProcess(Run(folder, heap), string.Create(CultureInfo.InvariantCulture, $"localhost:{port}"), folder, listener, heap);
        try
        {
            await kafka.ReadyAsync(cancellationToken).ConfigureAwait(false);
            return kafka;
        }
        catch
        {
            await kafka.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Kills the process (SIGKILL) and starts it again on the same port and folder.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not answer in two minutes.</exception>
    public async Task KillAndRestartAsync(CancellationToken cancellationToken)
    {
        await Process.KillAsync().ConfigureAwait(false);
        await Process.DisposeAsync().ConfigureAwait(false);
        Process = Run(_folder, _heap);
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static ServiceProcess Run(string folder, string heap) =>
        ServiceProcess.Start("kafka", JavaCommand.Start(JavaCommand.Jars("KAFKA_HOME", "libs"), heap, "kafka.Kafka", Path.Combine(folder, "server.properties")), folder);

    private static string[] Settings(string folder, int port, int controllerPort, KafkaListener? listener) =>
    [
        "process.roles=broker,controller",
        "node.id=1",
        $"controller.quorum.voters=1@localhost:{controllerPort}",
        $"listeners={listener?.Protocol ?? "PLAINTEXT"}://localhost:{port},CONTROLLER://localhost:{controllerPort}",
        $"advertised.listeners={listener?.Protocol ?? "PLAINTEXT"}://localhost:{port}",
        $"inter.broker.listener.name={listener?.Protocol ?? "PLAINTEXT"}",
        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL",
        "controller.listener.names=CONTROLLER",
        $"log.dirs={Path.Combine(folder, "segments")}",
        "offsets.topic.replication.factor=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "group.initial.rebalance.delay.ms=0",
        .. listener?.Settings ?? [],
    ];

    /// <summary>16 random bytes in URL-safe base64 without padding, as Kafka's Uuid prints them; a leading dash would look like an option.</summary>
    private static string ClusterId()
    {
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return id.StartsWith('-') ? ClusterId() : id;
    }

    private AdminClientConfig Client()
    {
        var config = new AdminClientConfig { BootstrapServers = BootstrapServers };
        foreach (var (name, value) in _listener?.Client ?? new Dictionary<string, string>())
        {
            config.Set(name, value);
        }

        return config;
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var admin = new AdminClientBuilder(Client()).SetLogHandler(static (_, _) => { }).Build();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await Task.Run(() => admin.GetMetadata(TimeSpan.FromSeconds(1)), cancellationToken).ConfigureAwait(false) is { Brokers.Count: > 0 })
                {
                    return;
                }
            }
            catch (KafkaException) when (!Process.HasExited && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            }
            catch (KafkaException e)
            {
                throw new InvalidOperationException($"Apache Kafka {(Process.HasExited ? "ended" : "does not answer")}: see {Process.LogFile}.", e);
            }
        }
    }
}
