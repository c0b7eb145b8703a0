namespace Analytics.Broker.Protocol;

/// <summary>The bytes are not a request of the named API and version. The connection is closed: after it nothing can be trusted.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);
