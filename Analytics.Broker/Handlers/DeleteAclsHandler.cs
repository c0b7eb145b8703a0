using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Refused: there are no ACLs.</summary>
internal sealed class DeleteAclsHandler : ApiHandler<DeleteAclsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DeleteAclsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new AclChangesResponse(ErrorCode.SecurityDisabled, DescribeAclsHandler.NoAuthorizer, request.Count, WithMatches: true));
}
