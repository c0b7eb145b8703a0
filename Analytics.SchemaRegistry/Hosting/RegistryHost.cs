using Analytics.SchemaRegistry.Api;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Storage;
using Analytics.SchemaRegistry.Storage.Kafka;
using Analytics.SchemaRegistry.Subjects;
using Analytics.ServiceDefaults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.ServiceDefaults.Services;

namespace Analytics.SchemaRegistry.Hosting;

/// <summary>Builds the service: opens the log, maps the API.</summary>
internal static class RegistryHost
{
    private const string DefaultUrl = "http://localhost:8081";
    private const string TopicKey = "Registry:Topic";

    /// <summary>Builds the application; its registry is loaded and its folder locked.</summary>
    /// <param name="options">What the command line says.</param>
    /// <param name="settings">Further configuration; wins over files and the environment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RegistryStartException">The data folder or the topic can't be used.</exception>
    public static async Task<WebApplication> BuildAsync(
        RegistryOptions options, IReadOnlyCollection<KeyValuePair<string, string?>>? settings = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        if (options.Data is not null)
        {
            builder.Configuration[$"{PlatformOptions.Section}:{nameof(PlatformOptions.Data)}"] = options.Data;
        }

        builder.AddServiceDefaults();
        // A line per request drowns what matters; a failed start is told in one line by the command.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        AddStore(builder, options.Topic ?? builder.Configuration[TopicKey]);
        builder.Services.AddSingleton<BasicAuthentication>();
        builder.Services.AddSingleton<SubjectRegistry>();

        var app = builder.Build();
        if (options.Urls is not null || string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            app.Urls.Clear();
            foreach (var url in (options.Urls ?? DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                app.Urls.Add(url);
            }
        }

        try
        {
            await app.Services.GetRequiredService<SubjectRegistry>().OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        MapApi(app);
        return app;
    }

    private static void AddStore(WebApplicationBuilder builder, string? topic)
    {
        if (string.IsNullOrEmpty(topic))
        {
            var platform = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
            var folder = Path.Combine(Path.GetFullPath(platform.Data), "registry");
            builder.Services.AddSingleton<IRegistryStore>(_ => new FileStore(folder, TimeProvider.System));
        }
        else
        {
            builder.AddKafkaClients();
            builder.Services.AddSingleton<IRegistryStore>(services => new KafkaStore(
                services.GetRequiredService<KafkaClients>(), topic, TimeProvider.System, services.GetRequiredService<ILogger<KafkaStore>>()));
        }
    }

    private static void MapApi(WebApplication app)
    {
        var registry = app.Services.GetRequiredService<SubjectRegistry>();
        var routes = new RouteTable();
        new SubjectRoutes(registry).Map(routes);
        new SchemaRoutes(registry).Map(routes);
        new ConfigRoutes(registry).Map(routes);
        new ModeRoutes(registry).Map(routes);
        new ServerRoutes(registry, app.Services.GetRequiredService<IRegistryStore>()).Map(routes);
        new CompatibilityRoutes(registry).Map(routes);

        app.MapDefaultEndpoints();
        app.Map("/{**path}", new RegistryHandler(routes, registry, app.Services.GetRequiredService<BasicAuthentication>()).HandleAsync);
    }
}
