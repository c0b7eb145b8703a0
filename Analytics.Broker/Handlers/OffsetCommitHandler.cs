using Analytics.Broker.Groups;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class OffsetCommitHandler(BrokerContext broker) : ApiHandler<OffsetCommitRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(OffsetCommitRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var error = broker.Groups.CheckCommit(request);
        var commits = new List<CommittedOffset>();
        var topics = new OffsetCommitResponse.Topic[request.Topics.Length];
        for (var i = 0; i < topics.Length; i++)
        {
            var topic = request.Topics[i];
            var partitions = new OffsetCommitResponse.Partition[topic.Partitions.Length];
            for (var j = 0; j < partitions.Length; j++)
            {
                var partition = topic.Partitions[j];
                var outcome = error is not ErrorCode.None ? error : CommittableOffset.Check(broker, topic.Name, partition);
                partitions[j] = new OffsetCommitResponse.Partition(partition.Index, outcome);
                if (outcome is ErrorCode.None)
                {
                    commits.Add(new CommittedOffset(topic.Name, partition.Index, partition.Offset, partition.LeaderEpoch, partition.Metadata));
                }
            }

            topics[i] = new OffsetCommitResponse.Topic(topic.Name, partitions);
        }

        if (commits.Count > 0)
        {
            broker.Groups.Offsets.Commit(request.Group, commits);
        }

        return ValueTask.FromResult<IKafkaResponse?>(new OffsetCommitResponse(topics));
    }
}
