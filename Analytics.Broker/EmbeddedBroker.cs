using Analytics.Broker.Groups;
using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;
using Analytics.Broker.Server;
using Analytics.Broker.Storage;
using Analytics.Broker.Telemetry;
using Analytics.Broker.Topics;
using Analytics.Broker.Transactions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Analytics.Broker;

/// <summary>
/// A running broker: the program hosts one, and tests start as many as they like in their own process:
/// <code>await using var broker = EmbeddedBroker.Start(folder, port: 0); // then connect to broker.BootstrapServers</code>
/// Disposing it stops it cleanly; the folder then opens again without recovery.
/// </summary>
internal sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly DataDirectory _data;
    private readonly GroupCoordinator _groups;
    private readonly TransactionCoordinator _transactions;
    private readonly BrokerMetrics _metrics;
    private readonly BrokerServer _server;
    private readonly PeriodicWork _cleaning;
    private readonly PeriodicWork _writeback;

    private EmbeddedBroker(BrokerOptions options, DataDirectory data, TimeProvider time, ILogger logger)
    {
        _data = data;
        options = options with { Log = TopicConfigs.ToLogOptions(options.TopicDefaults, options.Log) };
        Topics = new TopicCatalog(new TopicStore(data.Path, options.Log, time, logger), options.DefaultPartitions, logger);
        _groups = new GroupCoordinator(new OffsetStore(data.File("offsets.log"), options.Log.FlushMessages == 1, logger), time, logger);
        var producerIds = new ProducerIdAllocator(data.File("producer.ids"));
        _transactions = new TransactionCoordinator(
            new TransactionStore(data.File("transactions.log"), options.Log.FlushMessages == 1, time, logger), Topics, _groups.Offsets, producerIds, time, logger);
        _metrics = new BrokerMetrics(Topics);
        var context = new BrokerContext(options, data.ClusterId, Topics, _groups, producerIds, _transactions, _metrics, time, logger);
        _server = new BrokerServer(context, ApiHandlers.Create(context));
        _cleaning = new PeriodicWork(options.CleaningInterval, time, new LogCleaner(Topics, time, logger).Clean);
        _writeback = new PeriodicWork(LogWriteback.Interval, time, new LogWriteback(Topics).Begin);
    }

    public int Port => _server.Port;

    /// <summary>The APIs that are answered, with their versions.</summary>
    public IReadOnlyList<ApiDescription> Offered => _server.Offered;

    /// <summary>What clients take as bootstrap servers.</summary>
    public string BootstrapServers => $"localhost:{Port}";

    public TopicCatalog Topics { get; }

    /// <param name="dataDirectory">The folder of this broker alone.</param>
    /// <param name="port">The port on loopback; 0 takes any that is free.</param>
    /// <returns>The broker, ready for clients.</returns>
    public static Task<EmbeddedBroker> StartAsync(string dataDirectory, int port) =>
        Task.Run(() => Start(new BrokerOptions { DataDirectory = dataDirectory, Port = port }, TimeProvider.System, NullLogger.Instance));

    /// <exception cref="BrokerStartException">The folder cannot be used, or the port is taken.</exception>
    public static EmbeddedBroker Start(BrokerOptions options, TimeProvider time, ILogger logger)
    {
        var data = DataDirectory.Open(options.DataDirectory);
        try
        {
            var broker = new EmbeddedBroker(options, data, time, logger);
            try
            {
                broker._server.Start();
                broker._cleaning.Start();
                broker._writeback.Start();
                data.WritePort(broker.Port);
                return broker;
            }
            catch
            {
                broker.Close();
                throw;
            }
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _cleaning.DisposeAsync();
        await _writeback.DisposeAsync();
        Close();
        _data.Dispose();
    }

    private void Close()
    {
        _metrics.Dispose();
        _transactions.Dispose();
        _groups.Dispose();
        _groups.Offsets.Dispose();
        Topics.Dispose();
    }
}
