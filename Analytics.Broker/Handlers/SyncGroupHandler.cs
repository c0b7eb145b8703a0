using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Answers when the leader has assigned.</summary>
internal sealed class SyncGroupHandler(BrokerContext broker) : ApiHandler<SyncGroupRequest>
{
    protected override async ValueTask<IKafkaResponse?> HandleAsync(SyncGroupRequest request, RequestContext context, CancellationToken cancellationToken) =>
        await broker.Groups.Sync(request).WaitAsync(cancellationToken);
}
