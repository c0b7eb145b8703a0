namespace Analytics.SchemaRegistry.Storage;

/// <summary>Which clusters a registry belongs to; clients only show it.</summary>
/// <param name="KafkaCluster">The Kafka cluster's id; of a registry on its own file, <c>embedded</c>.</param>
/// <param name="Group">The name that the registries of one topic share.</param>
internal sealed record RegistryIdentity(string KafkaCluster, string Group);
