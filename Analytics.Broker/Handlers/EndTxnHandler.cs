using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Answers when the markers are written.</summary>
internal sealed class EndTxnHandler(BrokerContext broker) : ApiHandler<EndTxnRequest>
{
    private const short FirstWithFencing = 2;

    protected override ValueTask<IKafkaResponse?> HandleAsync(EndTxnRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var error = broker.Transactions.End(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.Commit);
        return ValueTask.FromResult<IKafkaResponse?>(new ErrorResponse(TransactionErrors.Of(error, context.Version, FirstWithFencing)));
    }
}
