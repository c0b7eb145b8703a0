using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server;

/// <summary>Answers one API. The request's buffers are valid until the answer is there.</summary>
internal abstract class ApiHandler<TRequest> : ApiHandler
    where TRequest : IKafkaRequest<TRequest>
{
    public sealed override ApiDescription Api => TRequest.Api;

    public sealed override ValueTask<IKafkaResponse?> HandleAsync(ref KafkaReader reader, RequestContext context, CancellationToken cancellationToken) =>
        HandleAsync(TRequest.Read(ref reader, context.Version), context, cancellationToken);

    protected abstract ValueTask<IKafkaResponse?> HandleAsync(TRequest request, RequestContext context, CancellationToken cancellationToken);
}
