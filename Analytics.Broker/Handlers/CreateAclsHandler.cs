using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Refused: there are no ACLs.</summary>
internal sealed class CreateAclsHandler : ApiHandler<CreateAclsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(CreateAclsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new AclChangesResponse(ErrorCode.SecurityDisabled, DescribeAclsHandler.NoAuthorizer, request.Count, WithMatches: false));
}
