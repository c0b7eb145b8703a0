using Analytics.Broker.Protocol;

namespace Analytics.Broker.Server;

/// <summary>Answers one API, whatever its request type is.</summary>
internal abstract class ApiHandler
{
    public abstract ApiDescription Api { get; }

    /// <returns>The answer; null when the client wants none (acks=0).</returns>
    public abstract ValueTask<IKafkaResponse?> HandleAsync(ref KafkaReader reader, RequestContext context, CancellationToken cancellationToken);
}
