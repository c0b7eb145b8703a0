using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

/// <summary>Ends transactions in single partitions past the coordinator: for hanging ones only, which it does not know.</summary>
internal sealed class WriteTxnMarkersHandler(BrokerContext broker) : ApiHandler<WriteTxnMarkersRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(WriteTxnMarkersRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new WriteTxnMarkersResponse([.. request.Markers.Select(Write)]));

    private WriteTxnMarkersResponse.Marker Write(WriteTxnMarkersRequest.Marker marker) => new(
        marker.ProducerId,
        [.. marker.Topics.Select(topic => new PartitionErrorsResponse.Topic(topic.Name, [.. topic.Partitions.Select(partition => new PartitionErrorsResponse.Partition(
            partition,
            broker.Topics.Partition(topic.Name, partition)?.AppendMarker(marker.ProducerId, marker.ProducerEpoch, marker.Commit) ?? ErrorCode.UnknownTopicOrPartition))]))]);
}
