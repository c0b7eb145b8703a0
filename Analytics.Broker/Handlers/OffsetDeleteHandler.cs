using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Offsets of topics that a member is subscribed to stay: it would commit them again.</summary>
internal sealed class OffsetDeleteHandler(BrokerContext broker) : ApiHandler<OffsetDeleteRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(OffsetDeleteRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var error = broker.Groups.CheckOffsetDelete(request.Group, out var subscribed);
        if (error is not ErrorCode.None)
        {
            return ValueTask.FromResult<IKafkaResponse?>(new OffsetDeleteResponse(error, []));
        }

        var topics = request.Topics.Select(topic => new PartitionErrorsResponse.Topic(
            topic.Name, [.. topic.Partitions.Select(partition => new PartitionErrorsResponse.Partition(partition, Check(topic.Name, partition)))])).ToArray();
        broker.Groups.RemoveOffsets(request.Group, topics.SelectMany(topic => topic.Partitions
            .Where(partition => partition.Error is ErrorCode.None)
            .Select(partition => (topic.Name, partition.Index))));
        return ValueTask.FromResult<IKafkaResponse?>(new OffsetDeleteResponse(ErrorCode.None, topics));

        ErrorCode Check(string topic, int partition) => broker.Topics.Partition(topic, partition) is null ? ErrorCode.UnknownTopicOrPartition
            : subscribed.Contains(topic) ? ErrorCode.GroupSubscribedToTopic
            : ErrorCode.None;
    }
}
