namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource waits for before it starts.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="waitType">The moment it waits for.</param>
/// <param name="exitCode">The exit code expected of a completed resource.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The moment it waits for.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>The exit code expected of a completed resource.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What happens when the other resource fails; null leaves it to the host.</summary>
    public WaitBehavior? WaitBehavior { get; init; }
}
