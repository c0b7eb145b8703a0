using Analytics.Broker.Groups;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>What an offset must have to be committed, within a transaction or without.</summary>
internal static class CommittableOffset
{
    /// <returns>What is wrong with it, or <see cref="ErrorCode.None"/>.</returns>
    public static ErrorCode Check(BrokerContext broker, string topic, OffsetCommitRequest.Partition partition) =>
        broker.Topics.Partition(topic, partition.Index) is null ? ErrorCode.UnknownTopicOrPartition
        : CommittedOffset.IsTooLong(partition.Metadata) ? ErrorCode.OffsetMetadataTooLarge
        : ErrorCode.None;
}
