namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// An error for each partition of each marker, without a throttle time. v1, producer 7, topic "t", partition 0, no error:
/// <code>02 | 00 .. 07 | 02 | 02 74 | 02 | 00 00 00 00 | 00 00 | 00 | 00 | 00 | 00</code>
/// </summary>
internal sealed record WriteTxnMarkersResponse(WriteTxnMarkersResponse.Marker[] Markers) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteArray(Markers, static (writer, marker) =>
        {
            writer.WriteInt64(marker.ProducerId);
            PartitionErrorsResponse.WriteTopics(writer, marker.Topics);
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct Marker(long ProducerId, PartitionErrorsResponse.Topic[] Topics);
}
