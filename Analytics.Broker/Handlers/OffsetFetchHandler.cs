using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>
/// What a group has committed. A client that requires stable offsets (KIP-447) is told to ask again while a transaction is about to change them.
/// </summary>
internal sealed class OffsetFetchHandler(BrokerContext broker) : ApiHandler<OffsetFetchRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(OffsetFetchRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics is null ? All(request) : request.Topics.Select(topic => new OffsetFetchResponse.Topic(
            topic.Name, [.. topic.Partitions.Select(partition => Describe(request, topic.Name, partition))]));
        return ValueTask.FromResult<IKafkaResponse?>(new OffsetFetchResponse(ErrorCode.None, [.. topics]));
    }

    private IEnumerable<OffsetFetchResponse.Topic> All(OffsetFetchRequest request) => broker.Groups.Offsets.All(request.Group)
        .GroupBy(offset => offset.Topic, StringComparer.Ordinal)
        .Select(topic => new OffsetFetchResponse.Topic(topic.Key, [.. topic.Select(offset => Describe(request, topic.Key, offset.Partition))]));

    private OffsetFetchResponse.Partition Describe(OffsetFetchRequest request, string topic, int partition)
    {
        if (request.RequireStable && broker.Transactions.IsPending(request.Group, topic, partition))
        {
            return new OffsetFetchResponse.Partition(partition, -1, -1, "", ErrorCode.UnstableOffsetCommit);
        }

        return broker.Groups.Offsets.Find(request.Group, topic, partition) is { } offset
            ? new OffsetFetchResponse.Partition(partition, offset.Offset, offset.LeaderEpoch, offset.Metadata ?? "")
            : new OffsetFetchResponse.Partition(partition, -1, -1, "");
    }
}
