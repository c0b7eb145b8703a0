namespace Analytics.Broker;

/// <summary>The broker can't start as configured. The message names the thing and the remedy.</summary>
internal sealed class BrokerStartException(string message, Exception? inner = null) : Exception(message, inner);
