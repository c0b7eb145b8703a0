using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeTransactionsHandler(BrokerContext broker) : ApiHandler<DescribeTransactionsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeTransactionsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DescribeTransactionsResponse([.. request.TransactionalIds.Select(Describe)]));

    private DescribeTransactionsResponse.Transaction Describe(string id)
    {
        if (broker.Transactions.Find(id) is not { } found)
        {
            return new DescribeTransactionsResponse.Transaction(ErrorCode.TransactionalIdNotFound, id, "", 0, -1, -1, -1, []);
        }

        var topics = found.Partitions
            .GroupBy(partition => partition.Topic, StringComparer.Ordinal)
            .Select(topic => new DescribeTransactionsResponse.Topic(topic.Key, [.. topic.Select(partition => partition.Partition).Order()]));
        return new DescribeTransactionsResponse.Transaction(
            ErrorCode.None, id, found.State.ToString(), found.TimeoutMs, found.StartedMs, found.ProducerId, found.Epoch, [.. topics]);
    }
}
