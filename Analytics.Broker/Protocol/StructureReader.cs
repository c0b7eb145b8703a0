namespace Analytics.Broker.Protocol;

/// <summary>Reads the fields of one element of an array.</summary>
internal delegate T StructureReader<out T>(ref KafkaReader reader);
