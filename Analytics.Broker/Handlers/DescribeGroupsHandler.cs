using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeGroupsHandler(BrokerContext broker) : ApiHandler<DescribeGroupsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeGroupsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DescribeGroupsResponse(
            [.. request.Groups.Select(broker.Groups.Describe)], request.WithOperations ? AuthorizedOperations.Group : AuthorizedOperations.Unknown));
}
