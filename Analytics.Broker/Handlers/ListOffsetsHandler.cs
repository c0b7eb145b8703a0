using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class ListOffsetsHandler(BrokerContext broker) : ApiHandler<ListOffsetsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ListOffsetsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics
            .Select(topic => new ListOffsetsResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => Find(topic.Name, partition))]))
            .ToArray();
        return ValueTask.FromResult<IKafkaResponse?>(new ListOffsetsResponse(topics));
    }

    private ListOffsetsResponse.Partition Find(string topic, ListOffsetsRequest.Partition partition)
    {
        if (broker.Topics.Partition(topic, partition.Index) is not { } log)
        {
            return new ListOffsetsResponse.Partition(partition.Index, ErrorCode.UnknownTopicOrPartition, -1, -1);
        }

        if (LeaderEpochs.Check(partition.LeaderEpoch) is not ErrorCode.None and var stale)
        {
            return new ListOffsetsResponse.Partition(partition.Index, stale, -1, -1);
        }

        var (timestamp, offset) = partition.Timestamp switch
        {
            ListOffsetsRequest.Latest => (-1, log.EndOffset),
            ListOffsetsRequest.Earliest => (-1, log.StartOffset),
            ListOffsetsRequest.MaxTimestamp => log.FindMaxTimestamp(),
            var time => log.FindTime(time),
        };
        return new ListOffsetsResponse.Partition(partition.Index, ErrorCode.None, timestamp, offset);
    }
}
