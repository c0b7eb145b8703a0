using System.CommandLine;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Quality.Hosting;
using Analytics.Quality.Publication;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports;
using Analytics.Quality.Runs;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Quality.Commands;

/// <summary>The service: settles staged tables of a pipeline until it is stopped.</summary>
internal static class RunCommand
{
    public static void Configure(RootCommand root)
    {
        var (pipeline, data) = (LakeOptions.Pipeline(), LakeOptions.Data());
        root.Options.Add(pipeline);
        root.Options.Add(data);
        root.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(pipeline), parsed.GetValue(data), cancellationToken));
    }

    private static async Task<int> RunAsync(string? pipelineName, string? data, CancellationToken cancellationToken)
    {
        // Not the slim builder: it knows no regular expressions in routes, and then refuses every request.
        var builder = WebApplication.CreateBuilder();
        var options = builder.Configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        try
        {
            var pipeline = PipelineLoader.Load(PipelineLocator.Find(pipelineName ?? options.Pipeline, Directory.GetCurrentDirectory()));
            var suites = SuiteLoader.LoadAll(pipeline);
            var layout = new LakeLayout(data ?? options.Data, pipeline.Name);
            using var writer = WriterLock.Acquire(layout.Root, QualityTables.LockRole);
            var outcome = new ServiceOutcome();
            builder.Services.AddSingleton(outcome);
            await using var app = Build(builder, pipeline, suites, layout);
            app.Lifetime.ApplicationStarted.Register(() => writer.Announce(app.Urls.First()));
            await app.RunAsync(cancellationToken);
            return outcome.ExitCode;
        }
        catch (Exception refused) when (refused is PipelineException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return CommandLine.Refused;
        }
    }

    private static WebApplication Build(
        WebApplicationBuilder builder, PipelineDefinition pipeline, IReadOnlyDictionary<string, ExpectationSuite> suites, LakeLayout layout)
    {
        // Started by hand, the service must not fight others for ASP.NET's default port.
        builder.Configuration["urls"] ??= "http://127.0.0.1:0";
        builder.AddServiceDefaults();
        builder.AddKafkaClients();
        builder.Services.AddSingleton(pipeline);
        builder.Services.AddSingleton(suites);
        builder.Services.AddSingleton(layout);
        builder.Services.AddSingleton(Settings(builder.Configuration, MaintenanceSettings.Section, new MaintenanceSettings()).Validated());
        builder.Services.AddSingleton(Settings(builder.Configuration, ReportSettings.Section, new ReportSettings()).Validated());
        var faults = FaultPoints.FromEnvironment();
        LogSteps.Reached = faults.Reach;
        builder.Services.AddSingleton(faults);
        builder.Services.AddSingleton<GateBoard>();
        builder.Services.AddSingleton(services => new DecisionDesk(suites.Keys, services.GetRequiredService<GateBoard>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<QualityTelemetry>();
        builder.Services.AddSingleton<IResultsTopic, ResultsTopic>();
        builder.Services.AddSingleton<ResultsPublisher>();
        builder.Services.AddSingleton<RunStore>();
        builder.Services.AddSingleton<QualityPages>();
        builder.Services.AddSingleton<OverviewPage>();
        builder.Services.AddSingleton<QuarantinePages>();
        builder.Services.AddSingleton<DecisionPages>();
        builder.Services.AddSingleton<ReportFiles>();
        builder.Services.AddSingleton<ReportKeeper>();
        builder.Services.AddHostedService<SettlementService>();
        builder.Services.AddHealthChecks().AddCheck<GateHealthCheck>("gates");
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapQuarantine();
        app.MapReports();
        app.MapQuarantinePages();
        return app;
    }

    private static T Settings<T>(ConfigurationManager configuration, string section, T usual)
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? usual;
        }
        catch (InvalidOperationException error)
        {
            // The binder's word for a value of the wrong type; it names the key.
            throw new ArgumentException(error.Message, error);
        }
    }
}
