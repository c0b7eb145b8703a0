namespace Aspire.Hosting.ApplicationModel;

/// <summary>An environment variable of a resource.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsFromSpec">Whether the AppHost set it.</param>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);
