using System.Globalization;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Topics;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeConfigsHandler(BrokerContext broker) : ApiHandler<DescribeConfigsRequest>
{
    private const sbyte SetOnTopic = 1;
    private const sbyte SetForBroker = 4;
    private const sbyte Default = 5;

    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DescribeConfigsResponse([.. request.Resources.Select(resource => Describe(resource, request.WithSynonyms))]));

    private DescribeConfigsResponse.Resource Describe(DescribeConfigsRequest.Resource resource, bool withSynonyms)
    {
        switch (resource.Type)
        {
            case DescribeConfigsRequest.TopicResource when broker.Topics.TryGet(resource.Name, out var topic):
                return Describe(resource, OfTopic(topic, withSynonyms));
            case DescribeConfigsRequest.TopicResource:
                return Failed(resource, ErrorCode.UnknownTopicOrPartition, $"there is no topic '{resource.Name}'");
            case DescribeConfigsRequest.BrokerResource when resource.Name.Length == 0 || resource.Name == BrokerContext.NodeId.ToString(CultureInfo.InvariantCulture):
                return Describe(resource, OfBroker());
            default:
                return Failed(resource, ErrorCode.InvalidRequest, $"there is no resource '{resource.Name}' of type {resource.Type}");
        }
    }

    private static DescribeConfigsResponse.Resource Describe(DescribeConfigsRequest.Resource resource, IEnumerable<DescribeConfigsResponse.Config> configs) =>
        new(ErrorCode.None, null, resource.Type, resource.Name, [.. configs.Where(config => resource.Keys is null || resource.Keys.Contains(config.Name, StringComparer.Ordinal))]);

    private static DescribeConfigsResponse.Resource Failed(DescribeConfigsRequest.Resource resource, ErrorCode error, string message) =>
        new(error, message, resource.Type, resource.Name, []);

    private IEnumerable<DescribeConfigsResponse.Config> OfTopic(Topic topic, bool withSynonyms) => TopicConfigs.Known.Select(known =>
    {
        // As Kafka resolves them: the topic's own, then what the broker was started with, then the default.
        var sources = new List<DescribeConfigsResponse.Synonym>(3);
        if (topic.Definition.Configs.TryGetValue(known.Name, out var own))
        {
            sources.Add(new(known.Name, own, SetOnTopic));
        }

        if (broker.Options.TopicDefaults.TryGetValue(known.Name, out var given))
        {
            sources.Add(new(known.BrokerName, given, SetForBroker));
        }

        sources.Add(new(known.BrokerName, known.Default, Default));
        return new DescribeConfigsResponse.Config(known.Name, sources[0].Value, ReadOnly: false, sources[0].Source, known.Type, withSynonyms ? [.. sources] : null);
    });

    private IEnumerable<DescribeConfigsResponse.Config> OfBroker() =>
    [
        new("auto.create.topics.enable", broker.Options.AutoCreateTopics ? "true" : "false", ReadOnly: true, SetForBroker, TopicConfig.BooleanType),
        new("default.replication.factor", "1", ReadOnly: true, Default, TopicConfig.IntType),
        new("log.dirs", broker.Options.DataDirectory, ReadOnly: true, SetForBroker, TopicConfig.StringType),
        new("num.partitions", broker.Options.DefaultPartitions.ToString(CultureInfo.InvariantCulture), ReadOnly: true, SetForBroker, TopicConfig.IntType),
        new("socket.request.max.bytes", broker.Options.MaxRequestBytes.ToString(CultureInfo.InvariantCulture), ReadOnly: true, SetForBroker, TopicConfig.IntType),
    ];
}
