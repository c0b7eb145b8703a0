namespace Analytics.SchemaRegistry.Storage;

/// <summary>
/// One record of the registry's log. The registry's state is nothing but the sum of them.
/// They are the records of Confluent's <c>_schemas</c> topic, so either registry reads the other's.
/// </summary>
internal abstract record RegistryRecord;
