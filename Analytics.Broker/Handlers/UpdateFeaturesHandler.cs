using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>There is no feature whose level could be changed: what the protocol offers is in the versions of its APIs.</summary>
internal sealed class UpdateFeaturesHandler : ApiHandler<UpdateFeaturesRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(UpdateFeaturesRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new UpdateFeaturesResponse([.. request.Updates.Select(update => new UpdateFeaturesResponse.Result(
            update.Feature,
            ErrorCode.InvalidUpdateVersion,
            $"Invalid update version {update.MaxLevel} for feature {update.Feature}. This broker has no features with levels."))]));
}
