using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class HeartbeatHandler(BrokerContext broker) : ApiHandler<HeartbeatRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(HeartbeatRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new HeartbeatResponse(broker.Groups.Heartbeat(request)));
}
