namespace Analytics.Api.Workers;

/// <summary>Why a job has no answer.</summary>
/// <param name="Kind">What kind of failure it is; decides the HTTP status.</param>
/// <param name="Message">What is wrong, and the remedy where we know one.</param>
/// <param name="Position">Where in the statement, in characters from 0; null where DuckDB doesn't say.</param>
internal sealed record JobFailure(FailureKind Kind, string Message, int? Position = null);
