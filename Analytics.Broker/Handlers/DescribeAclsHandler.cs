using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>There are no ACLs: the answer is that of an Apache Kafka without an authorizer, by which clients know it.</summary>
internal sealed class DescribeAclsHandler : ApiHandler<DescribeAclsRequest>
{
    public const string NoAuthorizer = "No Authorizer is configured.";

    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeAclsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DescribeAclsResponse(ErrorCode.SecurityDisabled, NoAuthorizer));
}
