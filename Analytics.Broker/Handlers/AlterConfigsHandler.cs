using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class AlterConfigsHandler(BrokerContext broker) : ApiHandler<AlterConfigsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(AlterConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new AlterConfigsResponse([.. request.Resources.Select(resource => Alter(resource, request.ValidateOnly))]));

    private AlterConfigsResponse.Resource Alter(AlterConfigsRequest.Resource resource, bool validateOnly) =>
        ConfigChanges.Alter(broker, resource.Type, resource.Name, validateOnly, _ =>
        {
            var configs = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in resource.Configs)
            {
                if (value is not null)
                {
                    configs[name] = value;
                }
            }

            return (configs, null);
        });
}
