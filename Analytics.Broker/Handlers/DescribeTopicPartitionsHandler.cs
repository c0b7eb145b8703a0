using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Topics;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeTopicPartitionsHandler(BrokerContext broker) : ApiHandler<DescribeTopicPartitionsRequest>
{
    private const int MaxPartitions = 2000;

    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeTopicPartitionsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var left = Math.Clamp(request.Limit, 1, MaxPartitions);
        var names = request.Topics.Length > 0 ? request.Topics : [.. broker.Topics.All.Select(topic => topic.Name)];
        var from = request.Cursor ?? new DescribeTopicPartitionsRequest.Position("", 0);
        var topics = new List<DescribeTopicPartitionsResponse.Topic>();
        DescribeTopicPartitionsRequest.Position? next = null;
        foreach (var name in names.Distinct(StringComparer.Ordinal).Where(name => string.CompareOrdinal(name, from.Topic) >= 0).Order(StringComparer.Ordinal))
        {
            if (left == 0)
            {
                next = new DescribeTopicPartitionsRequest.Position(name, 0);
                break;
            }

            var first = name == from.Topic ? from.Partition : 0;
            var described = Describe(name, first, left);
            topics.Add(described);
            left -= described.Partitions.Length;
            if (broker.Topics.TryGet(name, out var topic) && first + described.Partitions.Length < topic.Partitions.Length)
            {
                next = new DescribeTopicPartitionsRequest.Position(name, first + described.Partitions.Length);
                break;
            }
        }

        return ValueTask.FromResult<IKafkaResponse?>(new DescribeTopicPartitionsResponse(BrokerContext.NodeId, [.. topics], next));
    }

    private DescribeTopicPartitionsResponse.Topic Describe(string name, int first, int count)
    {
        if (!broker.Topics.TryGet(name, out var topic))
        {
            return new DescribeTopicPartitionsResponse.Topic(
                TopicName.IsLegal(name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopic, name, Guid.Empty, []);
        }

        var partitions = Math.Clamp(topic.Partitions.Length - first, 0, count);
        return new DescribeTopicPartitionsResponse.Topic(
            ErrorCode.None, name, topic.Definition.Id, partitions == 0 ? [] : [.. Enumerable.Range(first, partitions)]);
    }
}
