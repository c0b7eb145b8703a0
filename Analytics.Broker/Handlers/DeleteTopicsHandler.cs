using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DeleteTopicsHandler(BrokerContext broker) : ApiHandler<DeleteTopicsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DeleteTopicsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DeleteTopicsResponse([.. request.Topics.Select(Delete)]));

    private DeleteTopicsResponse.Topic Delete(DeleteTopicsRequest.Topic topic)
    {
        var found = topic.Name is { } given ? (broker.Topics.TryGet(given, out var named) ? named : null) : broker.Topics.All.FirstOrDefault(known => known.Definition.Id == topic.Id);
        if (found is null)
        {
            return new DeleteTopicsResponse.Topic(topic.Name, topic.Id, topic.Name is null ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition);
        }

        var error = broker.Topics.Delete(found.Name);
        if (error is ErrorCode.None)
        {
            broker.Groups.RemoveTopic(found.Name);
        }

        return new DeleteTopicsResponse.Topic(found.Name, found.Definition.Id, error);
    }
}
