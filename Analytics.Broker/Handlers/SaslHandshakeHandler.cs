using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Server.Security;

namespace Analytics.Broker.Handlers;

internal sealed class SaslHandshakeHandler : ApiHandler<SaslHandshakeRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(SaslHandshakeRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new SaslHandshakeResponse(context.Sasl?.Choose(request.Mechanism) ?? ErrorCode.IllegalSaslState, SaslSession.Mechanisms));
}
