using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Where a client wants a partition: on this broker is the only place.</summary>
internal static class ReplicaAssignment
{
    /// <returns>What is wrong with the brokers of one partition, or null.</returns>
    public static string? Problem(ReadOnlySpan<int> brokers) => brokers switch
    {
        [] => "The manual partition assignment includes an empty replica list.",
        [BrokerContext.NodeId] => null,
        [BrokerContext.NodeId, BrokerContext.NodeId, ..] => $"The manual partition assignment includes the broker {BrokerContext.NodeId} more than once.",
        [BrokerContext.NodeId, var other, ..] => NotRegistered(other),
        [var other, ..] => NotRegistered(other),
    };

    private static string NotRegistered(int broker) => $"The manual partition assignment includes broker {broker}, but no such broker is registered.";
}
