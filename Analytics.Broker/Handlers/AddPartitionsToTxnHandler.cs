using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Transactions;

namespace Analytics.Broker.Handlers;

/// <summary>All partitions take part or, when one of them does not exist, none.</summary>
internal sealed class AddPartitionsToTxnHandler(BrokerContext broker) : ApiHandler<AddPartitionsToTxnRequest>
{
    private const short FirstWithFencing = 2;

    protected override ValueTask<IKafkaResponse?> HandleAsync(AddPartitionsToTxnRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var partitions = request.Topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Name, partition))).ToArray();
        var isKnown = partitions.All(IsKnown);
        var error = isKnown
            ? TransactionErrors.Of(
                broker.Transactions.AddPartitions(request.TransactionalId, request.ProducerId, request.ProducerEpoch, partitions), context.Version, FirstWithFencing)
            : ErrorCode.OperationNotAttempted;
        var topics = request.Topics.Select(topic => new PartitionErrorsResponse.Topic(
            topic.Name, [.. topic.Partitions.Select(partition => new PartitionErrorsResponse.Partition(partition, ErrorOf(new TopicPartition(topic.Name, partition))))]));
        return ValueTask.FromResult<IKafkaResponse?>(new PartitionErrorsResponse([.. topics]));

        ErrorCode ErrorOf(TopicPartition partition) => isKnown || IsKnown(partition) ? error : ErrorCode.UnknownTopicOrPartition;
    }

    private bool IsKnown(TopicPartition partition) => broker.Topics.Partition(partition.Topic, partition.Partition) is not null;
}
