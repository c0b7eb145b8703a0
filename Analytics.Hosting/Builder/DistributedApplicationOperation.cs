namespace Aspire.Hosting;

/// <summary>What the AppHost is doing.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>It runs the application.</summary>
    Run = 0,

    /// <summary>It writes a description of it; the built-in host never does.</summary>
    Publish = 1,
}
