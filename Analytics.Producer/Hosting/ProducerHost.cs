using Analytics.Contracts.Registry;
using Analytics.Producer.Files;
using Analytics.Producer.Sending;
using Analytics.Producer.Topics;
using Analytics.ServiceDefaults;
using Analytics.ServiceDefaults.Kafka;

namespace Analytics.Producer.Hosting;

/// <summary>Builds the process around a job: telemetry and health like every service.</summary>
internal static class ProducerHost
{
    /// <summary>Health is asked for by a host that gave an address; on its own the producer must not occupy a port that someone else wants.</summary>
    private const string AnyFreePort = "http://127.0.0.1:0";


    public static WebApplication Build(WebApplicationBuilder builder, ProducerOptions options)
    {
        builder.AddServiceDefaults();
        builder.AddKafkaClients();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Error);
        builder.Services.AddHttpClient<SchemaRegistryClient>(RegistryEndpoint.From(key => builder.Configuration[key]).ApplyTo);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ProducerMetrics>();
        builder.Services.AddSingleton(services => new Backoff(services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Backoff>>()));
        builder.Services.AddSingleton<SchemaRegistration>();
        builder.Services.AddSingleton<TopicPreparation>();
        builder.Services.AddSingleton<EndOffsets>();
        builder.Services.AddSingleton<FileRun>();
        builder.Services.AddSingleton<ProducerJob>();

        var app = builder.Build();
        if (string.IsNullOrEmpty(app.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            app.Urls.Add(AnyFreePort);
        }

        app.MapDefaultEndpoints();
        return app;
    }
}
