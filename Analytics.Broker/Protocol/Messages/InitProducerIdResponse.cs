namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v0, producer id 1000, epoch 0:
/// <code>00 00 00 00 | 00 00 | 00 .. 03 e8 | 00 00</code>
/// throttle time, error, producer id, epoch.
/// </summary>
internal sealed record InitProducerIdResponse(ErrorCode Error, long ProducerId, short ProducerEpoch) : IKafkaResponse
{
    public static InitProducerIdResponse Failed(ErrorCode error) => new(error, -1, -1);

    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(Error);
        writer.WriteInt64(ProducerId);
        writer.WriteInt16(ProducerEpoch);
        writer.WriteTaggedFields();
    }
}
