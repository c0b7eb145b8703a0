using System.Text.RegularExpressions;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Transactions;

namespace Analytics.Broker.Handlers;

internal sealed class ListTransactionsHandler(BrokerContext broker) : ApiHandler<ListTransactionsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ListTransactionsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        Regex? pattern;
        try
        {
            // Without backtracking, as Kafka's own: no expression takes longer than the id is long.
            pattern = string.IsNullOrEmpty(request.IdPattern) ? null : new Regex($@"\A(?:{request.IdPattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return ValueTask.FromResult<IKafkaResponse?>(new ListTransactionsResponse(ErrorCode.InvalidRegularExpression, [], []));
        }

        var states = Enum.GetNames<TransactionState>();
        var now = broker.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var found = broker.Transactions.All
            .Where(transaction => request.States.Length == 0 || request.States.Contains(transaction.State.ToString(), StringComparer.Ordinal))
            .Where(transaction => request.ProducerIds.Length == 0 || request.ProducerIds.Contains(transaction.ProducerId))
            .Where(transaction => request.DurationMs < 0 || (transaction.StartedMs >= 0 && now - transaction.StartedMs > request.DurationMs))
            .Where(transaction => pattern?.IsMatch(transaction.Id) ?? true)
            .Select(transaction => new ListTransactionsResponse.Transaction(transaction.Id, transaction.ProducerId, transaction.State.ToString()));
        return ValueTask.FromResult<IKafkaResponse?>(new ListTransactionsResponse(ErrorCode.None, [.. request.States.Except(states, StringComparer.Ordinal)], [.. found]));
    }
}
