using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>There is one folder: partitions are in it already, and there is no other to move them to.</summary>
internal sealed class AlterReplicaLogDirsHandler(BrokerContext broker) : ApiHandler<AlterReplicaLogDirsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(AlterReplicaLogDirsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = request.Folders.SelectMany(folder => folder.Topics.Select(topic => new PartitionErrorsResponse.Topic(
            topic.Name, [.. topic.Partitions.Select(partition => new PartitionErrorsResponse.Partition(partition, Check(folder.Path, topic.Name, partition)))])));
        return ValueTask.FromResult<IKafkaResponse?>(new PartitionErrorsResponse([.. topics]));
    }

    private ErrorCode Check(string folder, string topic, int partition) => folder != broker.Options.DataDirectory ? ErrorCode.LogDirNotFound
        : broker.Topics.Partition(topic, partition) is null ? ErrorCode.UnknownTopicOrPartition
        : ErrorCode.None;
}
