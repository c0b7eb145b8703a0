using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Transactions;

namespace Analytics.Broker.Handlers;

internal sealed class ListTransactionsHandler(BrokerContext broker) : ApiHandler<ListTransactionsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ListTransactionsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var states = Enum.GetNames<TransactionState>();
        var now = broker.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var found = broker.Transactions.All
            .Where(transaction => request.States.Length == 0 || request.States.Contains(transaction.State.ToString(), StringComparer.Ordinal))
            .Where(transaction => request.ProducerIds.Length == 0 || request.ProducerIds.Contains(transaction.ProducerId))
            .Where(transaction => request.DurationMs < 0 || (transaction.StartedMs >= 0 && now - transaction.StartedMs > request.DurationMs))
            .Select(transaction => new ListTransactionsResponse.Transaction(transaction.Id, transaction.ProducerId, transaction.State.ToString()));
        return ValueTask.FromResult<IKafkaResponse?>(new ListTransactionsResponse([.. request.States.Except(states, StringComparer.Ordinal)], [.. found]));
    }
}
