using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class OffsetForLeaderEpochHandler(BrokerContext broker) : ApiHandler<OffsetForLeaderEpochRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(OffsetForLeaderEpochRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics
            .Select(topic => new OffsetForLeaderEpochResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => EndOf(topic.Name, partition))]))
            .ToArray();
        return ValueTask.FromResult<IKafkaResponse?>(new OffsetForLeaderEpochResponse(topics));
    }

    private OffsetForLeaderEpochResponse.Partition EndOf(string topic, OffsetForLeaderEpochRequest.Partition partition)
    {
        if (broker.Topics.Partition(topic, partition.Index) is not { } log)
        {
            return new OffsetForLeaderEpochResponse.Partition(partition.Index, ErrorCode.UnknownTopicOrPartition, -1, -1);
        }

        var error = LeaderEpochs.Check(partition.CurrentLeaderEpoch);
        return error is ErrorCode.None && partition.LeaderEpoch == PartitionLog.LeaderEpoch
            ? new OffsetForLeaderEpochResponse.Partition(partition.Index, ErrorCode.None, PartitionLog.LeaderEpoch, log.EndOffset)
            : new OffsetForLeaderEpochResponse.Partition(partition.Index, error, -1, -1);
    }
}
