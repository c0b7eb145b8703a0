namespace Aspire.Hosting.ApplicationModel;

/// <summary>Any program, run as a process.</summary>
public class ExecutableResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>Creates the resource.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="command">The program: a path, or a name found on PATH.</param>
    /// <param name="workingDirectory">Its working directory.</param>
    public ExecutableResource(string name, string command, string workingDirectory)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        Command = command;
        WorkingDirectory = workingDirectory;
    }

    /// <summary>The program.</summary>
    public string Command { get; }

    /// <summary>Its working directory.</summary>
    public string WorkingDirectory { get; }
}
