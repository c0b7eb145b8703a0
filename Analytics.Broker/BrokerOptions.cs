using Analytics.Broker.Log;
using Analytics.Broker.Server.Security;

namespace Analytics.Broker;

/// <summary>The settings of one broker.</summary>
internal sealed record BrokerOptions
{
    public const int DefaultPort = 9092;

    /// <summary>The folder of this broker alone.</summary>
    public required string DataDirectory { get; init; }

    /// <summary><c>listeners</c>: <c>localhost</c>, one address of the machine, or <c>*</c> for all of them.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The port; 0 takes any that is free.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary><c>advertised.listeners</c>: what clients are told to connect to.</summary>
    public string AdvertisedHost { get; init; } = "localhost";

    /// <summary>The port that goes with it; null for <see cref="Port"/>.</summary>
    public int? AdvertisedPort { get; init; }

    public BrokerSecurity Security { get; init; } = new();

    /// <summary><c>max.connections</c>: a further client is closed at once.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>A client that does not read its answers, or stops within a request or its log-in, for this long is closed.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>connections.max.idle.ms</c>.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>queued.max.request.bytes</c>: of all large requests that are being received.</summary>
    public long MaxBufferedBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary><c>num.partitions</c>: of topics that are created by use, or with -1.</summary>
    public int DefaultPartitions { get; init; } = 6;

    /// <summary><c>auto.create.topics.enable</c>.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary><c>socket.request.max.bytes</c>: a longer frame closes its connection.</summary>
    public int MaxRequestBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary><c>fetch.max.bytes</c>: the most one fetch is answered with, however much it asks for.</summary>
    public int MaxFetchBytes { get; init; } = 55 * 1024 * 1024;

    /// <summary><c>log.cleaner.backoff.ms</c>, <c>log.retention.check.interval.ms</c>: the time between two looks for what can be deleted or compacted.</summary>
    public TimeSpan CleaningInterval { get; init; } = TimeSpan.FromSeconds(15);

    public LogOptions Log { get; init; } = LogOptions.Default;

    /// <summary>Valid configs of topics that hold where a topic sets nothing; they go before <see cref="Log"/>.</summary>
    public IReadOnlyDictionary<string, string> TopicDefaults { get; init; } = new Dictionary<string, string>();
}
