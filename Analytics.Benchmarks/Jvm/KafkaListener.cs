namespace Analytics.Benchmarks.Jvm;

/// <summary>A listener with security.</summary>
/// <param name="Protocol">SASL_PLAINTEXT, SSL or SASL_SSL.</param>
/// <param name="Settings">Lines for server.properties.</param>
/// <param name="Client">What a client must set, by librdkafka's names.</param>
internal sealed record KafkaListener(string Protocol, IReadOnlyList<string> Settings, IReadOnlyDictionary<string, string> Client);
