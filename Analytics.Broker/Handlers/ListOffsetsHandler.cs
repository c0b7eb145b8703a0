using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class ListOffsetsHandler(BrokerContext broker) : ApiHandler<ListOffsetsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ListOffsetsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Topics
            .Select(topic => new ListOffsetsResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => Find(topic.Name, partition, request.CommittedOnly))]))
            .ToArray();
        return ValueTask.FromResult<IKafkaResponse?>(new ListOffsetsResponse(topics));
    }

    private ListOffsetsResponse.Partition Find(string topic, ListOffsetsRequest.Partition partition, bool committedOnly)
    {
        if (broker.Topics.Partition(topic, partition.Index) is not { } log)
        {
            return new ListOffsetsResponse.Partition(partition.Index, ErrorCode.UnknownTopicOrPartition, -1, -1);
        }

        if (LeaderEpochs.Check(partition.LeaderEpoch) is not ErrorCode.None and var stale)
        {
            return new ListOffsetsResponse.Partition(partition.Index, stale, -1, -1);
        }

        var readable = committedOnly ? log.LastStableOffset : log.EndOffset;
        var (timestamp, offset) = partition.Timestamp switch
        {
            ListOffsetsRequest.Latest => (-1, readable),
            ListOffsetsRequest.Earliest or ListOffsetsRequest.EarliestLocal => (-1, log.StartOffset),
            ListOffsetsRequest.MaxTimestamp => Readable(log.FindMaxTimestamp()),
            ListOffsetsRequest.LatestTiered or ListOffsetsRequest.EarliestPendingUpload => (-1, -1),
            var time => Readable(log.FindTime(time)),
        };
        return new ListOffsetsResponse.Partition(partition.Index, ErrorCode.None, timestamp, offset);

        (long Timestamp, long Offset) Readable((long Timestamp, long Offset) found) => found.Offset < readable ? found : (-1, -1);
    }
}
