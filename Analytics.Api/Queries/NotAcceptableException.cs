namespace Analytics.Api.Queries;

/// <summary>The client accepts no format that we have.</summary>
internal sealed class NotAcceptableException() : Exception("Answers come as application/json or text/csv; Accept allows neither.");
