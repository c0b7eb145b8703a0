using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost inside a test: its real entry point, without the dashboard.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the entry point up to <c>Build()</c>.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, such as <c>Projects.My_AppHost</c>.</typeparam>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The builder.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs the entry point up to <c>Build()</c>.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, such as <c>Projects.My_AppHost</c>.</typeparam>
    /// <param name="args">The command line.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The builder.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    /// <summary>Runs the entry point up to <c>Build()</c>.</summary>
    /// <param name="entryPoint">A type of the AppHost's assembly.</param>
    /// <param name="args">The command line.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The builder.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <summary>Runs the entry point up to <c>Build()</c>.</summary>
    /// <param name="entryPoint">A type of the AppHost's assembly.</param>
    /// <param name="args">The command line.</param>
    /// <param name="configureBuilder">Changes the options before the AppHost's builder is made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The builder.</returns>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);

        var run = EntryPointRun.Begin(entryPoint, args, configureBuilder);
        var builder = await run.Builder.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new SuspendedBuilder(run, builder);
    }
}
