using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeClusterHandler(BrokerContext broker) : ApiHandler<DescribeClusterRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeClusterRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var isBrokers = request.EndpointType == DescribeClusterRequest.Brokers;
        return ValueTask.FromResult<IKafkaResponse?>(new DescribeClusterResponse(
            isBrokers ? ErrorCode.None : ErrorCode.MismatchedEndpointType,
            isBrokers ? null : "this is a broker, not a controller",
            DescribeClusterRequest.Brokers,
            broker.ClusterId,
            BrokerContext.NodeId,
            broker.Options.AdvertisedHost,
            broker.Port,
            request.WithOperations ? AuthorizedOperations.Cluster : AuthorizedOperations.Unknown));
    }
}
