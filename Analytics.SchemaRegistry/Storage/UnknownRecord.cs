namespace Analytics.SchemaRegistry.Storage;

/// <summary>A record that changes nothing here: Confluent's NOOP, or one of a newer release.</summary>
internal sealed record UnknownRecord : RegistryRecord;
