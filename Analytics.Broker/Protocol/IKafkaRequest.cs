namespace Analytics.Broker.Protocol;

/// <summary>A request body that can be read from the wire.</summary>
internal interface IKafkaRequest<TSelf>
    where TSelf : IKafkaRequest<TSelf>
{
    static abstract ApiDescription Api { get; }

    static abstract TSelf Read(ref KafkaReader reader, short version);
}
