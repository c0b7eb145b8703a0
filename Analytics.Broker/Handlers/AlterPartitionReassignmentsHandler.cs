using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>A partition can be moved to where it is, and no move is ever under way.</summary>
internal sealed class AlterPartitionReassignmentsHandler(BrokerContext broker) : ApiHandler<AlterPartitionReassignmentsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(AlterPartitionReassignmentsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new AlterPartitionReassignmentsResponse([.. request.Topics.Select(topic =>
            new AlterPartitionReassignmentsResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => Check(topic.Name, partition))]))]));

    private AlterPartitionReassignmentsResponse.Partition Check(string topic, AlterPartitionReassignmentsRequest.Partition partition)
    {
        if (broker.Topics.Partition(topic, partition.Index) is null)
        {
            return new(partition.Index, ErrorCode.UnknownTopicOrPartition, $"Unable to find partition {topic}-{partition.Index}.");
        }

        return partition.Brokers is null ? new(partition.Index, ErrorCode.NoReassignmentInProgress, null)
            : ReplicaAssignment.Problem(partition.Brokers) is { } problem ? new(partition.Index, ErrorCode.InvalidReplicaAssignment, problem)
            : new(partition.Index, ErrorCode.None, null);
    }
}
