using Analytics.Broker.Server.Security;

namespace Analytics.Broker.Server;

/// <summary>Who asks, and in which version.</summary>
/// <param name="Version">Of the request.</param>
/// <param name="ClientId">As the client calls itself.</param>
/// <param name="ClientHost">Its address as Kafka writes it, without the port: <c>/127.0.0.1</c>.</param>
/// <param name="Sasl">Its log-in; null when the broker has no users.</param>
internal readonly record struct RequestContext(short Version, string ClientId, string ClientHost, SaslSession? Sasl = null);
