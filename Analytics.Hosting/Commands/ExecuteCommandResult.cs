namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command ended.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it succeeded.</summary>
    public required bool Success { get; init; }

    /// <summary>Whether it was cancelled.</summary>
    public bool Canceled { get; init; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What to tell.</summary>
    public string? Message { get; init; }

    /// <summary>What it produced.</summary>
    public CommandResultData? Data { get; init; }
}
