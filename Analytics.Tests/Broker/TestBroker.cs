using Analytics.Broker;
using Analytics.Broker.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Analytics.Tests.Broker;

/// <summary>A broker in this process on a free port, and its folder; both are gone when it is disposed.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly BrokerFolder _folder = new();

    private TestBroker(Func<BrokerOptions, BrokerOptions> configure, ILogger logger)
    {
        Options = configure(new BrokerOptions { DataDirectory = _folder.Path, Port = StablePort.Next(), DefaultPartitions = 2 });
        try
        {
            Running = EmbeddedBroker.Start(Options, TimeProvider.System, logger);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    public BrokerOptions Options { get; }

    public EmbeddedBroker Running { get; private set; }

    public string BootstrapServers => Running.BootstrapServers;

    public static TestBroker Start(LogOptions? log = null) => new(options => options with { Log = log ?? LogOptions.Default }, NullLogger.Instance);

    public static TestBroker Start(Func<BrokerOptions, BrokerOptions> configure, ILogger? logger = null) => new(configure, logger ?? NullLogger.Instance);

    /// <summary>Stops it and starts it again on the same port and folder.</summary>
    public async Task RestartAsync()
    {
        await Running.DisposeAsync();
        Running = EmbeddedBroker.Start(Options, TimeProvider.System, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _folder.Dispose();
    }
}
