using Analytics.SchemaRegistry.Api;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Storage;
using Analytics.SchemaRegistry.Subjects;
using Analytics.ServiceDefaults;
using Analytics.ServiceDefaults.Services;

namespace Analytics.SchemaRegistry.Hosting;

/// <summary>Builds the service: opens the log, maps the API.</summary>
internal static class RegistryHost
{
    private const string DefaultUrl = "http://localhost:8081";

    /// <summary>Builds the application; its registry is loaded and its folder locked.</summary>
    /// <exception cref="RegistryStartException">The data folder can't be used.</exception>
    public static async Task<WebApplication> BuildAsync(RegistryOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateBuilder();
        if (options.Data is not null)
        {
            builder.Configuration[$"{PlatformOptions.Section}:{nameof(PlatformOptions.Data)}"] = options.Data;
        }

        builder.AddServiceDefaults();
        // A line per request drowns what matters; a failed start is told in one line by the command.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        var platform = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var folder = Path.Combine(Path.GetFullPath(platform.Data), "registry");
        builder.Services.AddSingleton<IRegistryStore>(_ => new FileStore(folder, TimeProvider.System));
        builder.Services.AddSingleton(new RegistryIdentity("embedded", "schema-registry"));
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

    private static void MapApi(WebApplication app)
    {
        var registry = app.Services.GetRequiredService<SubjectRegistry>();
        var routes = new RouteTable();
        new SubjectRoutes(registry).Map(routes);
        new SchemaRoutes(registry).Map(routes);
        new ConfigRoutes(registry).Map(routes);
        new ModeRoutes(registry).Map(routes);
        new ServerRoutes(registry, app.Services.GetRequiredService<RegistryIdentity>()).Map(routes);
        new CompatibilityRoutes(registry).Map(routes);

        app.MapDefaultEndpoints();
        app.Map("/{**path}", new RegistryHandler(routes, registry).HandleAsync);
    }
}
