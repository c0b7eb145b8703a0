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
            ? broker.Topics.All.Select(topic => new MetadataResponse.Topic(ErrorCode.None, topic.Name, topic.Partitions.Length))
            : request.Topics.Select(name => Describe(name, request.AllowAutoCreate && broker.Options.AutoCreateTopics));
        return ValueTask.FromResult<IKafkaResponse?>(
            new MetadataResponse(BrokerContext.NodeId, broker.Options.AdvertisedHost, broker.Port, broker.ClusterId, [.. topics]));
    }

    private MetadataResponse.Topic Describe(string name, bool create)
    {
        if (!TopicName.IsLegal(name))
        {
            return new MetadataResponse.Topic(ErrorCode.InvalidTopic, name, 0);
        }

        var topic = create ? broker.Topics.GetOrCreate(name) : broker.Topics.TryGet(name, out var found) ? found : null;
        return topic is null
            ? new MetadataResponse.Topic(ErrorCode.UnknownTopicOrPartition, name, 0)
            : new MetadataResponse.Topic(ErrorCode.None, name, topic.Partitions.Length);
    }
}
