using Analytics.Broker.Groups;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class TxnOffsetCommitHandler(BrokerContext broker) : ApiHandler<TxnOffsetCommitRequest>
{
    /// <summary>No version of this API knows the error.</summary>
    private const short NeverFencing = short.MaxValue;

    protected override ValueTask<IKafkaResponse?> HandleAsync(TxnOffsetCommitRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var offsets = request.Topics
            .SelectMany(topic => topic.Partitions
                .Where(partition => CommittableOffset.Check(broker, topic.Name, partition) is ErrorCode.None)
                .Select(partition => new CommittedOffset(topic.Name, partition.Index, partition.Offset, partition.LeaderEpoch, partition.Metadata)))
            .ToArray();
        var error = broker.Groups.CheckTransactionalCommit(request.Group, request.Generation, request.MemberId, request.InstanceId);
        if (error is ErrorCode.None)
        {
            error = broker.Transactions.CommitOffsets(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.Group, offsets);
        }

        error = TransactionErrors.Of(error, context.Version, NeverFencing);
        var topics = request.Topics.Select(topic => new PartitionErrorsResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => new PartitionErrorsResponse.Partition(
            partition.Index, CommittableOffset.Check(broker, topic.Name, partition) is not ErrorCode.None and var refused ? refused : error))]));
        return ValueTask.FromResult<IKafkaResponse?>(new PartitionErrorsResponse([.. topics]));
    }
}
