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
        var (error, message) = broker.Topics.Extend(topic.Name, topic.Partitions, validateOnly: true);
        if (error is ErrorCode.None && Problem(topic) is { } problem)
        {
            return new CreatePartitionsResponse.Topic(topic.Name, ErrorCode.InvalidReplicaAssignment, problem);
        }

        if (error is ErrorCode.None && !validateOnly)
        {
            (error, message) = broker.Topics.Extend(topic.Name, topic.Partitions, validateOnly: false);
        }

        return new CreatePartitionsResponse.Topic(topic.Name, error, message);
    }

    private string? Problem(CreatePartitionsRequest.Topic topic)
    {
        var added = broker.Topics.TryGet(topic.Name, out var found) ? topic.Partitions - found.Partitions.Length : 0;
        return topic.Assignments is null ? null
            : topic.Assignments.Length != added ? $"Attempted to add {added} additional partition(s), but only {topic.Assignments.Length} assignment(s) were specified."
            : topic.Assignments.Select(brokers => ReplicaAssignment.Problem(brokers)).FirstOrDefault(problem => problem is not null);
    }
}
