namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command produced.</summary>
public sealed class CommandResultData
{
    /// <summary>The text.</summary>
    public required string Value { get; init; }

    /// <summary>Its format.</summary>
    public CommandResultFormat Format { get; init; }

    /// <summary>Whether the dashboard opens it at once.</summary>
    public bool DisplayImmediately { get; init; }
}
