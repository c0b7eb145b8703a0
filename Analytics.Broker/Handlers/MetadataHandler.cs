using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Topics;

namespace Analytics.Broker.Handlers;

internal sealed class MetadataHandler(BrokerContext broker) : ApiHandler<MetadataRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(MetadataRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics is null
            ? broker.Topics.All.Select(Describe)
            : request.Topics.Select(topic => topic.Id == Guid.Empty && topic.Name is { } name ? Describe(name, request.AllowAutoCreate && broker.Options.AutoCreateTopics) : Describe(topic.Id));
        return ValueTask.FromResult<IKafkaResponse?>(new MetadataResponse(
            BrokerContext.NodeId,
            broker.Options.AdvertisedHost,
            broker.Port,
            broker.ClusterId,
            [.. topics],
            request.WithClusterOperations ? AuthorizedOperations.Cluster : AuthorizedOperations.Unknown,
            request.WithTopicOperations ? AuthorizedOperations.Topic : AuthorizedOperations.Unknown));
    }

    private static MetadataResponse.Topic Describe(Topic topic) => new(ErrorCode.None, topic.Name, topic.Definition.Id, topic.Partitions.Length);

    private MetadataResponse.Topic Describe(Guid id) => broker.Topics.All.FirstOrDefault(topic => topic.Definition.Id == id) is { } topic
        ? Describe(topic)
        : new MetadataResponse.Topic(ErrorCode.UnknownTopicId, null, id, 0);

    private MetadataResponse.Topic Describe(string name, bool create)
    {
        if (!TopicName.IsLegal(name))
        {
            return new MetadataResponse.Topic(ErrorCode.InvalidTopic, name, Guid.Empty, 0);
        }

        var topic = create ? broker.Topics.GetOrCreate(name) : broker.Topics.TryGet(name, out var found) ? found : null;
        return topic is null ? new MetadataResponse.Topic(ErrorCode.UnknownTopicOrPartition, name, Guid.Empty, 0) : Describe(topic);
    }
}
