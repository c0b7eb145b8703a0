using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeLogDirsHandler(BrokerContext broker) : ApiHandler<DescribeLogDirsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeLogDirsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics is null
            ? broker.Topics.All.Select(topic => Describe(topic.Name, Enumerable.Range(0, topic.Partitions.Length)))
            : request.Topics.Select(topic => Describe(topic.Name, topic.Partitions));
        var volume = new DriveInfo(broker.Options.DataDirectory);
        return ValueTask.FromResult<IKafkaResponse?>(
            new DescribeLogDirsResponse(broker.Options.DataDirectory, [.. topics], volume.TotalSize, volume.AvailableFreeSpace));
    }

    private DescribeLogDirsResponse.Topic Describe(string topic, IEnumerable<int> partitions) => new(topic, [.. partitions
        .Where(partition => broker.Topics.Partition(topic, partition) is not null)
        .Select(partition => new DescribeLogDirsResponse.Partition(partition, broker.Topics.Partition(topic, partition)?.Size ?? 0))]);
}
