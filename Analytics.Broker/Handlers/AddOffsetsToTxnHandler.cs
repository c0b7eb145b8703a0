using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class AddOffsetsToTxnHandler(BrokerContext broker) : ApiHandler<AddOffsetsToTxnRequest>
{
    private const short FirstWithFencing = 2;

    protected override ValueTask<IKafkaResponse?> HandleAsync(AddOffsetsToTxnRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var error = request.Group.Length == 0
            ? ErrorCode.InvalidGroupId
            : broker.Transactions.AddGroup(request.TransactionalId, request.ProducerId, request.ProducerEpoch, request.Group);
        return ValueTask.FromResult<IKafkaResponse?>(new ErrorResponse(TransactionErrors.Of(error, context.Version, FirstWithFencing)));
    }
}
