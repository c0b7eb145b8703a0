using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>The only node leads every partition. Asked for all, Kafka names those only that got another leader: none.</summary>
internal sealed class ElectLeadersHandler(BrokerContext broker) : ApiHandler<ElectLeadersRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ElectLeadersRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = (request.Topics ?? []).Select(topic => new PartitionErrorsResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => new PartitionErrorsResponse.Partition(
            partition, broker.Topics.Partition(topic.Name, partition) is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.ElectionNotNeeded))]));
        return ValueTask.FromResult<IKafkaResponse?>(new ElectLeadersResponse([.. topics]));
    }
}
