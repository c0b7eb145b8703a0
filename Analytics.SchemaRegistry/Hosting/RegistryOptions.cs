namespace Analytics.SchemaRegistry.Hosting;

/// <summary>What the command line says; null leaves it to the configuration.</summary>
/// <param name="Urls">Addresses to listen on, separated by semicolons.</param>
/// <param name="Data">The platform's data folder; the registry writes below <c>registry</c>.</param>
/// <param name="Topic">The Kafka topic that holds the registry, instead of the folder.</param>
internal sealed record RegistryOptions(string? Urls, string? Data, string? Topic = null);
