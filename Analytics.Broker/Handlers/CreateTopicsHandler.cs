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
        if (topic.Assignments.Length > 0)
        {
            return (topic.Partitions, topic.Replication) != (-1, -1)
                ? Failed(ErrorCode.InvalidRequest, "Both the numbers of partitions and replicas and an assignment are given.")
                : Problem(topic.Assignments) is { } problem ? Failed(ErrorCode.InvalidReplicaAssignment, problem)
                : Create(topic, topic.Assignments.Length, validateOnly);
        }

        return topic.Replication is 1 or -1
            ? Create(topic, topic.Partitions, validateOnly)
            : Failed(ErrorCode.InvalidReplicationFactor, $"The target replication factor of {topic.Replication} cannot be reached because only 1 broker(s) are registered.");

        CreateTopicsResponse.Topic Failed(ErrorCode error, string message) => new(topic.Name, Guid.Empty, error, message, -1, []);
    }

    private CreateTopicsResponse.Topic Create(CreateTopicsRequest.Topic topic, int partitions, bool validateOnly)
    {
        var (error, message) = broker.Topics.Create(topic.Name, partitions, topic.Configs, validateOnly);
        if (error is not ErrorCode.None)
        {
            return new CreateTopicsResponse.Topic(topic.Name, Guid.Empty, error, message, -1, []);
        }

        var id = !validateOnly && broker.Topics.TryGet(topic.Name, out var made) ? made.Definition.Id : Guid.Empty;
        return new CreateTopicsResponse.Topic(
            topic.Name, id, error, message, partitions == -1 ? broker.Options.DefaultPartitions : partitions, [.. ConfigListing.OfTopic(topic.Configs, broker.Options, withSynonyms: false)]);
    }

    private static string? Problem(CreateTopicsRequest.Assignment[] assignments) =>
        !assignments.Select(assignment => assignment.Partition).Order().SequenceEqual(Enumerable.Range(0, assignments.Length))
            ? "partitions should be a consecutive 0-based integer sequence"
            : assignments.Select(assignment => ReplicaAssignment.Problem(assignment.Brokers)).FirstOrDefault(problem => problem is not null);
}
