using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class ApiVersionsHandler : ApiHandler<ApiVersionsRequest>
{
    /// <summary>Set once all handlers are there: this one is among them.</summary>
    public IReadOnlyList<ApiDescription> Offered { get; set; } = [];

    protected override ValueTask<IKafkaResponse?> HandleAsync(ApiVersionsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new ApiVersionsResponse(ErrorCode.None, Offered));
}
