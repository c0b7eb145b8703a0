using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Server.Security;

namespace Analytics.Broker.Handlers;

/// <summary>Each user of the file can log in by both mechanisms.</summary>
internal sealed class DescribeUserScramCredentialsHandler : ApiHandler<DescribeUserScramCredentialsRequest>
{
    private static readonly sbyte[] Mechanisms = [1, 2];

    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeUserScramCredentialsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var known = context.Sasl?.Users.Names ?? [];
        var users = request.Users.Length == 0 ? known.Order(StringComparer.Ordinal) : request.Users.Distinct(StringComparer.Ordinal);
        return ValueTask.FromResult<IKafkaResponse?>(new DescribeUserScramCredentialsResponse([.. users.Select(user => known.Contains(user)
            ? new DescribeUserScramCredentialsResponse.User(user, ErrorCode.None, null, Mechanisms, ScramExchange.Iterations)
            : new DescribeUserScramCredentialsResponse.User(
                user, ErrorCode.ResourceNotFound, $"Attempt to describe a user credential that does not exist: {user}", [], 0))]));
    }
}
