using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class LeaveGroupHandler(BrokerContext broker) : ApiHandler<LeaveGroupRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(LeaveGroupRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(broker.Groups.Leave(request));
}
