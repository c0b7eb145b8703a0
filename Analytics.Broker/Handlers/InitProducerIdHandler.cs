using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>
/// Gives an idempotent producer its id. A producer that brings its id along after an error (KIP-360) gets the next epoch of it, so that its sequences
/// begin anew and what it sent before is told apart.
/// </summary>
internal sealed class InitProducerIdHandler(BrokerContext broker) : ApiHandler<InitProducerIdRequest>
{
    public const string NoTransactions = "this broker has no transactions: leave transactional.id out, or use Apache Kafka";

    protected override ValueTask<IKafkaResponse?> HandleAsync(InitProducerIdRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var response = request.TransactionalId is not null ? new InitProducerIdResponse(ErrorCode.TransactionalIdAuthorizationFailed, -1, -1)
            : request.ProducerId >= 0 && request.ProducerEpoch is >= 0 and < short.MaxValue - 1 ? new InitProducerIdResponse(ErrorCode.None, request.ProducerId, (short)(request.ProducerEpoch + 1))
            : new InitProducerIdResponse(ErrorCode.None, broker.ProducerIds.Next(), 0);
        return ValueTask.FromResult<IKafkaResponse?>(response);
    }
}
