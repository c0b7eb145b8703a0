using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Answers when the whole group has joined.</summary>
internal sealed class JoinGroupHandler(BrokerContext broker) : ApiHandler<JoinGroupRequest>
{
    protected override async ValueTask<IKafkaResponse?> HandleAsync(JoinGroupRequest request, RequestContext context, CancellationToken cancellationToken) =>
        await broker.Groups.Join(request, context.Version, context.ClientId, context.ClientHost).WaitAsync(cancellationToken);
}
