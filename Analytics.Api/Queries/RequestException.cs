namespace Analytics.Api.Queries;

/// <summary>A request that makes no sense; the message names the parameter and the remedy.</summary>
internal sealed class RequestException(string message) : Exception(message);
