using Analytics.Broker.Groups;
using Analytics.Broker.Producers;
using Analytics.Broker.Telemetry;
using Analytics.Broker.Topics;
using Analytics.Broker.Transactions;

namespace Analytics.Broker.Server;

/// <summary>What the handlers work with.</summary>
internal sealed record BrokerContext(
    BrokerOptions Options,
    string ClusterId,
    TopicCatalog Topics,
    GroupCoordinator Groups,
    ProducerIdAllocator ProducerIds,
    TransactionCoordinator Transactions,
    BrokerMetrics Metrics,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>The only node there is.</summary>
    public const int NodeId = 1;

    /// <summary>Known once the server listens.</summary>
    public int Port { get; set; }
}
