using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application: several processes and what they need of each other.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;

    /// <summary>Wraps a built host.</summary>
    /// <param name="host">The host.</param>
    public DistributedApplication(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);

        _host = host;
    }

    /// <summary>The AppHost's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The states of all resources.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Gives commands to resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Begins an application.</summary>
    /// <returns>Its builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Begins an application.</summary>
    /// <param name="args">The command line; it becomes configuration.</param>
    /// <returns>Its builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Begins an application.</summary>
    /// <param name="options">How it is built.</param>
    /// <returns>Its builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Starts the application. Its resources start on their own from here, in the order of their waits.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>Completed when the host is up.</returns>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops all resources and the host.</summary>
    /// <param name="cancellationToken">Ends the grace that processes have.</param>
    /// <returns>Completed when no process is left.</returns>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Runs the application until Ctrl-C, SIGTERM or <see cref="IHostApplicationLifetime.StopApplication"/>.</summary>
    /// <param name="cancellationToken">Stops it too.</param>
    /// <returns>Completed when no process is left.</returns>
    public virtual Task RunAsync(CancellationToken cancellationToken = default) => _host.RunAsync(cancellationToken);

    /// <summary>See <see cref="RunAsync"/>.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc />
    public virtual void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            _host.Dispose();
        }
    }
}
