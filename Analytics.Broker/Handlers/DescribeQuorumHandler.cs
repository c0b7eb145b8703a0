using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>
/// A quorum of one: this node leads and is its only voter, as where broker and controller are one process. There is no log of metadata behind it, which
/// is why its end offset is always 0.
/// </summary>
internal sealed class DescribeQuorumHandler(BrokerContext broker) : ApiHandler<DescribeQuorumRequest>
{
    private const string MetadataTopic = "__cluster_metadata";

    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeQuorumRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics.Select(topic => new DescribeQuorumResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => Describe(topic.Name, partition))]));
        return ValueTask.FromResult<IKafkaResponse?>(new DescribeQuorumResponse(
            [.. topics], BrokerContext.NodeId, "CONTROLLER", broker.Options.AdvertisedHost, broker.Port, broker.Time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static DescribeQuorumResponse.Partition Describe(string topic, int partition) =>
        new(partition, topic == MetadataTopic && partition == 0 ? ErrorCode.None : ErrorCode.UnknownTopicOrPartition, EndOffset: 0);
}
