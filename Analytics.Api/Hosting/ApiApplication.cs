using System.Text.Json;
using Analytics.Api.Catalog;
using Analytics.Api.DeadLetters;
using Analytics.Api.Errors;
using Analytics.Api.Ledger;
using Analytics.Api.Live;
using Analytics.Api.Quality;
using Analytics.Api.Queries;
using Analytics.Api.Verification;
using Analytics.Api.Workers;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;
using Analytics.ServiceDefaults;
using Analytics.ServiceDefaults.Services;
using Scalar.AspNetCore;

namespace Analytics.Api.Hosting;

/// <summary>Puts the API together.</summary>
internal static class ApiApplication
{
    public const string DefaultUrl = "http://localhost:8080";

    /// <summary>Longer bodies than any sensible statement are refused.</summary>
    private const long MaxBody = 4 * 1024 * 1024;

    /// <param name="settings">Configuration that goes before files and environment.</param>
    /// <exception cref="PipelineException">The pipeline can't be found or can't work.</exception>
    public static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        // Settings and static files belong to the program; only data and pipeline are relative to where the command was typed.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration[WebHostDefaults.HttpPortsKey] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var platform = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var pipeline = PipelineLoader.Load(PipelineLocator.Find(platform.Pipeline, Environment.CurrentDirectory));
        AddServices(builder, pipeline, new LakeLayout(platform.Data, pipeline.Name));

        var app = builder.Build();
        MapRoutes(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, PipelineDefinition pipeline, LakeLayout lake)
    {
        // One line per request would drown what matters; a start that fails is reported by the command in one line.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.AddServiceDefaults();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBody);
        builder.Services.Configure<QueryOptions>(builder.Configuration.GetSection(QueryOptions.Section));
        builder.Services.Configure<LiveOptions>(builder.Configuration.GetSection(LiveOptions.Section));
        builder.Services.Configure<VerificationOptions>(builder.Configuration.GetSection(VerificationOptions.Section));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemWriter>();
        builder.Services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Real-Time Analytics Platform";
            document.Info.Description = $"Gold tables of the pipeline {pipeline.Name}: rows, SQL, the ledger.";
            return Task.CompletedTask;
        }));

        builder.Services.AddHealthChecks().AddCheck<GoldHealthCheck>("gold");

        builder.Services.AddSingleton(pipeline);
        builder.Services.AddSingleton(lake);
        builder.Services.AddSingleton<GoldCatalog>();
        builder.Services.AddSingleton<LedgerReader>();
        builder.Services.AddSingleton<LedgerMetrics>();
        builder.Services.AddSingleton<LiveFeeds>();
        builder.Services.AddSingleton<DeadLettersReader>();
        builder.Services.AddSingleton<StreamingOwner>();
        builder.Services.AddSingleton<FileVerification>();
        builder.Services.AddSingleton<VerificationMetrics>();
        builder.Services.AddHostedService<VerificationService>();
        builder.Services.AddSingleton<QualityProxy>();
        builder.Services.AddSingleton<QueryMetrics>();
        builder.Services.AddSingleton<QueryService>();
        builder.Services.AddSingleton<WorkerPool>();
        builder.Services.AddHostedService<WorkerKeeper>();
    }

    private static void MapRoutes(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapDefaultEndpoints();
        app.MapOpenApi();
        app.MapScalarApiReference();
        app.MapGet("/", () => TypedResults.Redirect("/scalar")).ExcludeFromDescription();
        app.MapTables();
        app.MapQueries();
        app.MapLedger();
        app.MapLive();
        app.MapDeadLetters();
        app.MapQuality();

        // Gauges are read when they are exported; nobody else asks for them.
        _ = app.Services.GetRequiredService<LedgerMetrics>();
    }
}
