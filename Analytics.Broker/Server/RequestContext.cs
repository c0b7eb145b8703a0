namespace Analytics.Broker.Server;

/// <summary>Who asks, and in which version.</summary>
internal readonly record struct RequestContext(short Version, string ClientId, string ClientHost);
