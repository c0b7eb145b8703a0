using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DeleteRecordsHandler(BrokerContext broker) : ApiHandler<DeleteRecordsRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DeleteRecordsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DeleteRecordsResponse([.. request.Topics.Select(topic => new DeleteRecordsResponse.Topic(
            topic.Name, [.. topic.Partitions.Select(partition => Delete(topic.Name, partition))]))]));

    private DeleteRecordsResponse.Partition Delete(string topic, DeleteRecordsRequest.Partition partition)
    {
        if (broker.Topics.Partition(topic, partition.Index) is not { } log)
        {
            return new DeleteRecordsResponse.Partition(partition.Index, -1, ErrorCode.UnknownTopicOrPartition);
        }

        var error = log.DeleteRecords(partition.Before, out var start);
        return new DeleteRecordsResponse.Partition(partition.Index, error is ErrorCode.None ? start : -1, error);
    }
}
