using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class CreateTopicsHandler(BrokerContext broker) : ApiHandler<CreateTopicsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(CreateTopicsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new CreateTopicsResponse([.. request.Topics.Select(topic => Create(topic, request.ValidateOnly))]));

    private CreateTopicsResponse.Topic Create(CreateTopicsRequest.Topic topic, bool validateOnly)
    {
        if (topic.Replication is not (1 or -1))
        {
            return new CreateTopicsResponse.Topic(
                topic.Name, ErrorCode.InvalidReplicationFactor, $"The target replication factor of {topic.Replication} cannot be reached because only 1 broker(s) are registered.", -1);
        }

        var (error, message) = broker.Topics.Create(topic.Name, topic.Partitions, topic.Configs, validateOnly);
        var partitions = error is not ErrorCode.None ? -1 : topic.Partitions == -1 ? broker.Options.DefaultPartitions : topic.Partitions;
        return new CreateTopicsResponse.Topic(topic.Name, error, message, partitions);
    }
}
