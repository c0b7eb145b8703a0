using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class FindCoordinatorHandler(BrokerContext broker) : ApiHandler<FindCoordinatorRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(FindCoordinatorRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var response = request.KeyType == FindCoordinatorRequest.GroupKey
            ? new FindCoordinatorResponse(ErrorCode.None, null, BrokerContext.NodeId, broker.Options.AdvertisedHost, broker.Port)
            : new FindCoordinatorResponse(ErrorCode.TransactionalIdAuthorizationFailed, InitProducerIdHandler.NoTransactions, -1, "", -1);
        return ValueTask.FromResult<IKafkaResponse?>(response);
    }
}
