namespace Aspire.Hosting.ApplicationModel;

/// <summary>Makes results of commands.</summary>
public static class CommandResults
{
    /// <summary>It succeeded.</summary>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Success() => new() { Success = true };

    /// <summary>It succeeded.</summary>
    /// <param name="message">What to tell.</param>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Success(string message) => new() { Success = true, Message = message };

    /// <summary>It succeeded and produced something.</summary>
    /// <param name="message">What to tell.</param>
    /// <param name="value">What it produced.</param>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Success(string message, CommandResultData value) => new() { Success = true, Message = message, Data = value };

    /// <summary>It failed.</summary>
    /// <param name="errorMessage">Why.</param>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, ErrorMessage = errorMessage, Message = errorMessage };

    /// <summary>It failed.</summary>
    /// <param name="exception">Why.</param>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Failure(Exception exception) => Failure(exception?.Message);

    /// <summary>It was cancelled.</summary>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
}
