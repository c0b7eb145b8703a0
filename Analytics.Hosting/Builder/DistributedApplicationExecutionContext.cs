namespace Aspire.Hosting;

/// <summary>How the AppHost runs.</summary>
/// <param name="operation">What it is doing.</param>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    internal static readonly DistributedApplicationExecutionContext Running = new(DistributedApplicationOperation.Run);

    /// <summary>What it is doing.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Whether it runs the application.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether it writes a description of it.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;
}
