using System.Globalization;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Topics and the broker have configs; groups, clients' metrics and loggers have none here.</summary>
internal sealed class ListConfigResourcesHandler(BrokerContext broker) : ApiHandler<ListConfigResourcesRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ListConfigResourcesRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var all = broker.Topics.All
            .Select(topic => new ListConfigResourcesResponse.Resource(topic.Name, DescribeConfigsRequest.TopicResource))
            .Append(new(BrokerContext.NodeId.ToString(CultureInfo.InvariantCulture), DescribeConfigsRequest.BrokerResource));
        return ValueTask.FromResult<IKafkaResponse?>(new ListConfigResourcesResponse(
            [.. all.Where(resource => request.Types.Length == 0 || request.Types.Contains(resource.Type))]));
    }
}
