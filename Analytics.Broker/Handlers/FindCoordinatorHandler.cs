using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class FindCoordinatorHandler(BrokerContext broker) : ApiHandler<FindCoordinatorRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(FindCoordinatorRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var response = request.KeyType is FindCoordinatorRequest.GroupKey or FindCoordinatorRequest.TransactionKey
            ? new FindCoordinatorResponse(ErrorCode.None, null, BrokerContext.NodeId, broker.Options.AdvertisedHost, broker.Port)
            : new FindCoordinatorResponse(ErrorCode.InvalidRequest, $"there are no coordinators of type {request.KeyType}: 0 is for groups, 1 for transactions", -1, "", -1);
        return ValueTask.FromResult<IKafkaResponse?>(response);
    }
}
