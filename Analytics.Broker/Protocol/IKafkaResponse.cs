namespace Analytics.Broker.Protocol;

/// <summary>A response body that can be written to the wire.</summary>
internal interface IKafkaResponse
{
    void Write(KafkaWriter writer, short version);
}
