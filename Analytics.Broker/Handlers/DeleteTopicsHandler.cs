using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DeleteTopicsHandler(BrokerContext broker) : ApiHandler<DeleteTopicsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DeleteTopicsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DeleteTopicsResponse([.. request.Names.Select(Delete)]));

    private DeleteTopicsResponse.Topic Delete(string name)
    {
        var error = broker.Topics.Delete(name);
        if (error is ErrorCode.None)
        {
            broker.Groups.Offsets.RemoveTopic(name);
        }

        return new DeleteTopicsResponse.Topic(name, error);
    }
}
