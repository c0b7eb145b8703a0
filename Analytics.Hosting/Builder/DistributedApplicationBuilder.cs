using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Builds an application on the built-in host.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly ResourceCollection _resources = [];

    /// <summary>Creates a builder.</summary>
    /// <param name="args">The command line.</param>
    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Creates a builder.</summary>
    /// <param name="options">How the application is built.</param>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        EntryPointObserver.Current?.Constructing(options, settings);
        AppHostAssembly = options.AssemblyName is { } assembly ? Assembly.Load(assembly) : Assembly.GetEntryAssembly();
        AppHostDirectory = options.ProjectDirectory ?? RecordedDirectory(AppHostAssembly) ?? AppContext.BaseDirectory;
        settings.ContentRootPath ??= Directory.Exists(AppHostDirectory) ? AppHostDirectory : AppContext.BaseDirectory;
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        _host = new HostApplicationBuilder(settings);
        AddServices(options);
    }

    /// <inheritdoc />
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc />
    public string AppHostDirectory { get; }

    /// <inheritdoc />
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc />
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc />
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc />
    public DistributedApplicationExecutionContext ExecutionContext => DistributedApplicationExecutionContext.Running;

    /// <inheritdoc />
    public IResourceCollection Resources => _resources;

    /// <inheritdoc />
    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc />
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource =>
        new ResourceBuilder<T>(this, resource);

    /// <inheritdoc />
    public DistributedApplication Build()
    {
        EntryPointObserver.Current?.Building(this);
        var application = new DistributedApplication(_host.Build());
        EntryPointObserver.Current?.Built(application);
        return application;
    }

    private static string? RecordedDirectory(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => string.Equals(a.Key, "apphostprojectpath", StringComparison.OrdinalIgnoreCase))?.Value;

    private void AddServices(DistributedApplicationOptions options)
    {
        // A person looks at the AppHost's own screen: of the host's log only what went wrong.
        _host.Logging.AddFilter("Microsoft", LogLevel.Warning);
        _host.Logging.AddFilter("Grpc", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        var services = _host.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddHealthChecks();
        services.AddSingleton(options);
        services.AddSingleton(ExecutionContext);
        services.AddSingleton(new DistributedApplicationModel(_resources));
        services.AddSingleton(provider => new ResourceLoggerService(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ResourceNotificationService(provider));
        services.AddSingleton(provider => new ResourceCommandService(provider));
        services.AddSingleton(DashboardSettings.Create(options, Configuration));
        services.AddSingleton<DashboardState>();
        if (!options.DisableDashboard)
        {
            // With the dashboard a person can restart a failed resource, so those that wait for it go on waiting.
            services.Configure<ResourceNotificationServiceOptions>(o => o.DefaultWaitBehavior = WaitBehavior.WaitOnResourceUnavailable);
            services.AddHostedService<ResourceServiceHost>();
        }

        services.AddSingleton<ProcessLauncher>();
        services.AddSingleton<ResourceOrchestrator>();
        services.AddHostedService(provider => provider.GetRequiredService<ResourceOrchestrator>());
        services.AddHostedService<HealthMonitor>();
        if (!options.DisableDashboard)
        {
            services.AddHostedService<DashboardProcess>();
        }
    }
}
