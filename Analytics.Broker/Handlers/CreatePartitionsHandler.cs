using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class CreatePartitionsHandler(BrokerContext broker) : ApiHandler<CreatePartitionsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(CreatePartitionsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new CreatePartitionsResponse([.. request.Topics.Select(topic => Extend(topic, request.ValidateOnly))]));

    private CreatePartitionsResponse.Topic Extend(CreatePartitionsRequest.Topic topic, bool validateOnly)
    {
        var (error, message) = broker.Topics.Extend(topic.Name, topic.Partitions, validateOnly);
        return new CreatePartitionsResponse.Topic(topic.Name, error, message);
    }
}
