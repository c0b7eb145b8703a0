using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class ListGroupsHandler(BrokerContext broker) : ApiHandler<ListGroupsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ListGroupsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var groups = broker.Groups.All()
            .Where(_ => request.Types.Length == 0 || request.Types.Contains(ListGroupsResponse.ClassicType, StringComparer.OrdinalIgnoreCase))
            .Where(group => request.States.Length == 0 || request.States.Contains(group.State, StringComparer.OrdinalIgnoreCase))
            .Select(group => new ListGroupsResponse.Group(group.Id, group.ProtocolType, group.State));
        return ValueTask.FromResult<IKafkaResponse?>(new ListGroupsResponse([.. groups]));
    }
}
