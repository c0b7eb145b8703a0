using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>
/// Gives a producer its id. An idempotent one that brings its id along after an error (KIP-360) gets the next epoch of it, so that its sequences begin
/// anew and what it sent before is told apart; a transactional one gets what the coordinator says.
/// </summary>
internal sealed class InitProducerIdHandler(BrokerContext broker) : ApiHandler<InitProducerIdRequest>
{
    private const short FirstWithFencing = 4;

    protected override ValueTask<IKafkaResponse?> HandleAsync(InitProducerIdRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var response = request.TransactionalId is not null ? broker.Transactions.Init(request)
            : request.ProducerId >= 0 && request.ProducerEpoch is >= 0 and < short.MaxValue - 1 ? new InitProducerIdResponse(ErrorCode.None, request.ProducerId, (short)(request.ProducerEpoch + 1))
            : new InitProducerIdResponse(ErrorCode.None, broker.ProducerIds.Next(), 0);
        return ValueTask.FromResult<IKafkaResponse?>(response with { Error = TransactionErrors.Of(response.Error, context.Version, FirstWithFencing) });
    }
}
