using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.ServiceDefaults;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.ServiceDefaults.Services;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Maintenance;
using Analytics.Streaming.Operations;
using Analytics.Streaming.Source.Native;
using Analytics.Streaming.Spark;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;
using Analytics.Streaming.Windows;

namespace Analytics.Streaming.Hosting;

/// <summary>Puts the service together. Whatever can't work is found before the host starts.</summary>
internal static class StreamingHost
{
    private const string Section = "Streaming";

    public static async Task<int> RunAsync(StreamingArguments arguments, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder(arguments);
        var settings = Settings(builder.Configuration);
        builder.Services.AddSingleton(new EngineChoice(SparkSettings.From(builder.Configuration)));
        NativeHeap.KeepFreedMemory();
        CreateLake(settings.Lake.Root);
        using var roleLock = await RoleLock.AcquireAsync(settings.Lake.Root, TimeProvider.System, cancellationToken);
        using var windows = Windows(builder.Configuration, settings, "windows");
        var exitCode = new ExitCode();
        AddServices(builder, settings, windows, exitCode);

        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapStatusEndpoints();
        app.MapOperationEndpoints();
        await app.StartAsync(cancellationToken);
        roleLock.Announce(app.Urls.First());
        await app.WaitForShutdownAsync(cancellationToken);
        return exitCode.Value;
    }

    /// <summary>What the service and the commands over its lake have in common: configuration, clients, logs.</summary>
    public static WebApplicationBuilder CreateBuilder(StreamingArguments arguments)
    {
        // What the full builder has besides (QUIC, IIS, more log providers) is loaded and compiled at every start.
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Configuration.AddInMemoryCollection(Overrides(arguments));
        builder.AddServiceDefaults();
        builder.AddKafkaClients();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        return builder;
    }

    /// <summary>The DuckDB of window statements.</summary>
    public static WindowDatabase Windows(ConfigurationManager configuration, IngestSettings settings, string folder) => new(
        Path.Combine(settings.Lake.Root, ".tmp", folder),
        configuration.GetValue($"{Section}:WindowMemoryMegabytes", 768),
        configuration.GetValue($"{Section}:WindowThreads", Math.Max(1, Environment.ProcessorCount / 2)));

    /// <summary>The maintenance of this service's tables.</summary>
    public static LakeMaintenance Maintenance(IngestSettings settings, MaintenanceSettings maintenance, FaultPoints faults, TimeProvider time, ILogger logger) => new(
        StreamingTables.Of(settings.Pipeline, settings.Lake),
        maintenance,
        Path.Combine(settings.Lake.Root, ".tmp", "streaming-maintenance"),
        time,
        (table, error) => logger.LogWarning("Maintenance of {Table} is tried again in a minute: {Message}", table, error.Message),
        faults.Reach);

    private static void CreateLake(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The lake's folder {root} can't be made: {error.Message} Choose another data folder with --data.", error);
        }
    }

    private static Dictionary<string, string?> Overrides(StreamingArguments arguments)
    {
        var overrides = new Dictionary<string, string?>();
        Set($"{PlatformOptions.Section}:{nameof(PlatformOptions.Pipeline)}", arguments.Pipeline);
        Set($"{PlatformOptions.Section}:{nameof(PlatformOptions.Data)}", arguments.Data);
        Set("urls", arguments.Urls);
        return overrides;

        void Set(string key, string? value)
        {
            if (value is not null)
            {
                overrides[key] = value;
            }
        }
    }

    public static IngestSettings Settings(ConfigurationManager configuration)
    {
        var platform = configuration.GetSection(PlatformOptions.Section).Get<PlatformOptions>() ?? new PlatformOptions();
        var pipeline = PipelineLoader.Load(PipelineLocator.Find(platform.Pipeline, Environment.CurrentDirectory));
        var defaults = new IngestSettings { Pipeline = pipeline, Lake = new LakeLayout(Path.GetFullPath(platform.Data), pipeline.Name) };
        var section = configuration.GetSection(Section);
        return defaults with
        {
            BatchRecords = section.GetValue(nameof(IngestSettings.BatchRecords), defaults.BatchRecords),
            BatchBytes = section.GetValue(nameof(IngestSettings.BatchBytes), defaults.BatchBytes),
            BatchTime = section.GetValue(nameof(IngestSettings.BatchTime), defaults.BatchTime),
            IdleTimeout = section.GetValue(nameof(IngestSettings.IdleTimeout), defaults.IdleTimeout),
            SessionInterval = section.GetValue(nameof(IngestSettings.SessionInterval), defaults.SessionInterval),
            WindowInterval = section.GetValue(nameof(IngestSettings.WindowInterval), defaults.WindowInterval),
            WindowRows = section.GetValue(nameof(IngestSettings.WindowRows), defaults.WindowRows),
            DedupBytes = section.GetValue(nameof(IngestSettings.DedupBytes), defaults.DedupBytes),
            TopicCheckInterval = section.GetValue(nameof(IngestSettings.TopicCheckInterval), defaults.TopicCheckInterval),
            AcceptTopicId = section.GetValue<string?>(nameof(IngestSettings.AcceptTopicId)),
            MaxValueBytes = section.GetValue(nameof(IngestSettings.MaxValueBytes), defaults.MaxValueBytes),
        };
    }

    private static void AddServices(WebApplicationBuilder builder, IngestSettings settings, WindowDatabase windows, ExitCode exitCode)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(windows);
        services.AddSingleton(exitCode);
        var faults = FaultPoints.FromEnvironment();
        LogSteps.Reached = faults.Reach;
        services.AddSingleton(faults);
        var maintenance = Maintenance(builder.Configuration);
        services.AddSingleton(provider => Maintenance(
            settings,
            maintenance,
            provider.GetRequiredService<FaultPoints>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<LakeMaintenance>()));
        services.AddSingleton<RebuildRequests>();
        services.AddSingleton<FoldInRequests>();
        services.AddSingleton<EngineStatus>();
        services.AddSingleton<EndOfInputRequest>();
        services.AddSingleton<StreamingMetrics>();
        services.AddSingleton(new SchemaRegistryClient(RegistryHttp(builder.Configuration)));
        services.AddHealthChecks().AddCheck<EngineHealthCheck>("engine");
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        services.AddHostedService<IngestService>();
    }

    public static MaintenanceSettings Maintenance(ConfigurationManager configuration)
    {
        try
        {
            return (configuration.GetSection(MaintenanceSettings.Section).Get<MaintenanceSettings>() ?? new MaintenanceSettings()).Validated();
        }
        catch (InvalidOperationException error)
        {
            // The binder's word for a value of the wrong type; it names the key.
            throw new ArgumentException(error.Message, error);
        }
    }

    /// <summary>Without the defaults' retries: ingest waits and retries itself, in a state that has a name.</summary>
    public static HttpClient RegistryHttp(ConfigurationManager configuration)
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        RegistryEndpoint.From(key => configuration[key]).ApplyTo(http);
        return http;
    }
}
