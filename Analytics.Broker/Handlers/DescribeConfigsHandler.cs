using System.Globalization;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeConfigsHandler(BrokerContext broker) : ApiHandler<DescribeConfigsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DescribeConfigsResponse([.. request.Resources.Select(resource => Describe(resource, request.WithSynonyms))]));

    private DescribeConfigsResponse.Resource Describe(DescribeConfigsRequest.Resource resource, bool withSynonyms)
    {
        switch (resource.Type)
        {
            case DescribeConfigsRequest.TopicResource when broker.Topics.TryGet(resource.Name, out var topic):
                return Describe(resource, ConfigListing.OfTopic(topic.Definition.Configs, broker.Options, withSynonyms));
            case DescribeConfigsRequest.TopicResource:
                return Failed(resource, ErrorCode.UnknownTopicOrPartition, $"there is no topic '{resource.Name}'");
            case DescribeConfigsRequest.BrokerResource when resource.Name.Length == 0:
                // What is set for all brokers while they run: here nothing can be.
                return Describe(resource, []);
            case DescribeConfigsRequest.BrokerResource when resource.Name == BrokerContext.NodeId.ToString(CultureInfo.InvariantCulture):
                return Describe(resource, ConfigListing.OfBroker(broker));
            default:
                return Failed(resource, ErrorCode.InvalidRequest, $"there is no resource '{resource.Name}' of type {resource.Type}");
        }
    }

    private static DescribeConfigsResponse.Resource Describe(DescribeConfigsRequest.Resource resource, IEnumerable<DescribeConfigsResponse.Config> configs) =>
        new(ErrorCode.None, null, resource.Type, resource.Name, [.. configs.Where(config => resource.Keys is null || resource.Keys.Contains(config.Name, StringComparer.Ordinal))]);

    private static DescribeConfigsResponse.Resource Failed(DescribeConfigsRequest.Resource resource, ErrorCode error, string message) =>
        new(error, message, resource.Type, resource.Name, []);
}
