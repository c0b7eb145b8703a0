using System.Globalization;
using Analytics.AppHost.Options;
using Analytics.AppHost.Screen;

namespace Analytics.AppHost.Resources;

internal static class PlatformServiceExtensions
{
    /// <summary>A little of everything that goes wrong in reality, so that each part has something to do.</summary>
    private const string SimulatedFaults = "duplicates=0.02,disorder=0.01,poison=0.005";
    private const int SimulatedRate = 500;

    /// <summary>What every service is told: the pipeline's folder and the data folder.</summary>
    public static IResourceBuilder<ProjectResource> WithPlatform(this IResourceBuilder<ProjectResource> service, PlatformSettings platform) =>
        service
            .WithEnvironment("Platform__Pipeline", platform.Pipeline)
            .WithEnvironment("Platform__Data", platform.Data)
            .WithEnvironment(context =>
            {
                foreach (var (name, value) in platform.KafkaClient)
                {
                    context.EnvironmentVariables[$"Kafka__{name}"] = value;
                }
            })
            // Six lines for every health check would bury what a service has to say.
            .WithEnvironment("Logging__LogLevel__Microsoft.AspNetCore", "Warning")
            .WithEnvironment("Logging__LogLevel__Microsoft.Extensions.Diagnostics.HealthChecks", "Error");

    /// <summary>What the producer sends: a file once, or simulated traffic without end.</summary>
    public static IResourceBuilder<ProjectResource> WithTraffic(this IResourceBuilder<ProjectResource> producer, PlatformSettings platform)
    {
        var traffic = platform.Input is { } file
            ? producer.WithArgs("--file", file)
            : producer.WithArgs("--simulate", "--faults", SimulatedFaults);
        traffic.WithArgs("--ledger", SentEvents.FileOf(platform));
        var rate = platform.Rate ?? (platform.Input is null ? SimulatedRate : null);
        return rate is { } limit ? traffic.WithArgs("--rate", limit.ToString(CultureInfo.InvariantCulture)) : traffic;
    }
}
