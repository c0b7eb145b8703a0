namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line that a resource wrote.</summary>
/// <param name="LineNumber">Counts from 1 since the AppHost started.</param>
/// <param name="Content">An RFC 3339 time stamp, a space and the line.</param>
/// <param name="IsErrorMessage">Whether it came from standard error.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
