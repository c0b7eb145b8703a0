using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DeleteGroupsHandler(BrokerContext broker) : ApiHandler<DeleteGroupsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DeleteGroupsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DeleteGroupsResponse([.. request.Groups.Select(group => new DeleteGroupsResponse.Group(group, broker.Groups.Delete(group)))]));
}
