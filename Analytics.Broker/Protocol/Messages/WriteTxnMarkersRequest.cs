namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// WriteTxnMarkers (27), v1, KIP-98: between brokers, and what an administrator aborts a hanging transaction with (KIP-664). Flexible; abort of producer
/// 7 epoch 0 in topic "t", partition 0, coordinator epoch 0:
/// <code>02 | 00 .. 07 | 00 00 | 00 | 02 | 02 74 | 02 00 00 00 00 | 00 | 00 00 00 00 | 00 | 00</code>
/// </summary>
internal sealed record WriteTxnMarkersRequest(WriteTxnMarkersRequest.Marker[] Markers) : IKafkaRequest<WriteTxnMarkersRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.WriteTxnMarkers, 1, 1, FlexibleFrom: 1);

    public static WriteTxnMarkersRequest Read(ref KafkaReader reader, short version)
    {
        var markers = reader.ReadArray(static (ref KafkaReader marker) =>
        {
            var read = new Marker(
                marker.ReadInt64(),
                marker.ReadInt16(),
                marker.ReadBoolean(),
                marker.ReadArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadInt32Array())));
            marker.ReadInt32(); // epoch of the coordinator: there is one
            return read;
        });
        reader.ReadTaggedFields();
        return new WriteTxnMarkersRequest(markers);
    }

    internal readonly record struct Marker(long ProducerId, short ProducerEpoch, bool Commit, Topic[] Topics);

    internal readonly record struct Topic(string Name, int[] Partitions);
}
