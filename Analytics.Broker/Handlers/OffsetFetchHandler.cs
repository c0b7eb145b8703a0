using Analytics.Broker.Groups;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class OffsetFetchHandler(BrokerContext broker) : ApiHandler<OffsetFetchRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(OffsetFetchRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics is null ? All(request.Group) : request.Topics.Select(topic => new OffsetFetchResponse.Topic(
            topic.Name, [.. topic.Partitions.Select(partition => Describe(partition, broker.Groups.Offsets.Find(request.Group, topic.Name, partition)))]));
        return ValueTask.FromResult<IKafkaResponse?>(new OffsetFetchResponse(ErrorCode.None, [.. topics]));
    }

    private IEnumerable<OffsetFetchResponse.Topic> All(string group) => broker.Groups.Offsets.All(group)
        .GroupBy(offset => offset.Topic, StringComparer.Ordinal)
        .Select(topic => new OffsetFetchResponse.Topic(topic.Key, [.. topic.Select(offset => Describe(offset.Partition, offset))]));

    private static OffsetFetchResponse.Partition Describe(int partition, CommittedOffset? committed) => committed is { } offset
        ? new OffsetFetchResponse.Partition(partition, offset.Offset, offset.LeaderEpoch, offset.Metadata ?? "")
        : new OffsetFetchResponse.Partition(partition, -1, -1, "");
}
