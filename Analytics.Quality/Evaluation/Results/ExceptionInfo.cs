namespace Analytics.Quality.Evaluation.Results;

/// <summary>Why an expectation could not be evaluated.</summary>
/// <param name="Message">The error's message.</param>
internal sealed record ExceptionInfo(string Message);
