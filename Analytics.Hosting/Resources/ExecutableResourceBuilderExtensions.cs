using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds programs.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="command">The program: a path, or a name found on PATH.</param>
    /// <param name="workingDirectory">Its working directory, relative to the AppHost's folder.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args) =>
        builder.AddExecutable(name, command, workingDirectory, (object[]?)args);

    /// <summary>Adds a program whose arguments may be endpoints and expressions.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="command">The program: a path, or a name found on PATH.</param>
    /// <param name="workingDirectory">Its working directory, relative to the AppHost's folder.</param>
    /// <param name="args">Its arguments: text or <see cref="IValueProvider"/>.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params object[]? args)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var folder = Path.GetFullPath(workingDirectory, builder.AppHostDirectory);
        return builder.AddResource(new ExecutableResource(name, command, folder))
            .AsProcess()
            .WithTelemetry()
            .WithArgs(args ?? []);
    }
}
