using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>There are no quotas.</summary>
internal sealed class DescribeClientQuotasHandler : ApiHandler<DescribeClientQuotasRequest>
{
    private static readonly string[] EntityTypes = ["user", "client-id", "ip"];

    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeClientQuotasRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(request.EntityTypes.Except(EntityTypes, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? new NothingFoundResponse(ErrorCode.UnsupportedVersion, $"Unsupported entity type {unknown}")
            : new NothingFoundResponse());
}
