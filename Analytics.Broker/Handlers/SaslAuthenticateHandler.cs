using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>A wrong password is answered late, so that guessing takes its time; the connection is closed after it.</summary>
internal sealed partial class SaslAuthenticateHandler(BrokerContext broker) : ApiHandler<SaslAuthenticateRequest>
{
    private static readonly TimeSpan FailureDelay = TimeSpan.FromMilliseconds(100);

    protected override async ValueTask<IKafkaResponse?> HandleAsync(SaslAuthenticateRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (context.Sasl is not { } sasl)
        {
            return new SaslAuthenticateResponse(ErrorCode.IllegalSaslState, "this broker has no users to log in", []);
        }

        var (error, message, token) = sasl.Authenticate(request.Token.Span);
        if (error is not ErrorCode.None)
        {
            LogRefused(broker.Logger, context.ClientHost, sasl.User ?? "");
            await Task.Delay(FailureDelay, broker.Time, cancellationToken);
        }

        return new SaslAuthenticateResponse(error, message, token);
    }

    [LoggerMessage(LogLevel.Warning, "{Client} could not log in as '{User}'")]
    private static partial void LogRefused(ILogger logger, string client, string user);
}
