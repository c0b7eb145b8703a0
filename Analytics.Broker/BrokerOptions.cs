using Analytics.Broker.Log;

namespace Analytics.Broker;

/// <summary>The settings of one broker.</summary>
internal sealed record BrokerOptions
{
    public const int DefaultPort = 9092;

    /// <summary>The folder of this broker alone.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The port on loopback; 0 takes any that is free.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>What clients are told to connect to.</summary>
    public string AdvertisedHost { get; init; } = "localhost";

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
}
