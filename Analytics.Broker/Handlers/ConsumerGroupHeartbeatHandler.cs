using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>
/// The consumer group protocol of KIP-848 is refused, as by a Kafka with <c>group.version=0</c>. That it is refused must be said: librdkafka looks for
/// another coordinator for ever, without a word to the application, where the API is not offered at all.
/// </summary>
internal sealed class ConsumerGroupHeartbeatHandler : ApiHandler<ConsumerGroupHeartbeatRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ConsumerGroupHeartbeatRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new ConsumerGroupHeartbeatResponse(ErrorCode.UnsupportedVersion));
}
