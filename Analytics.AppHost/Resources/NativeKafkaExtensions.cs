using Analytics.AppHost.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.AppHost.Resources;

internal static class NativeKafkaExtensions
{
    /// <summary>Prepares the data folder of Kafka once; ends when that is done.</summary>
    public const string Format = "kafka-format";

    private const string HealthCheck = "kafka_api_versions";

    /// <summary>
    /// Apache Kafka as one process, broker and controller in one (KRaft), over a folder of its own below the data folder. A second start finds the data
    /// of the first.
    /// </summary>
    /// <returns>The broker; its endpoint is named <c>kafka</c>.</returns>
    public static IResourceBuilder<ExecutableResource> AddNativeKafka(this IDistributedApplicationBuilder builder, PlatformSettings platform, JavaDistribution kafka)
    {
        var files = KafkaFiles.Prepare(Path.Combine(platform.Data, "kafka"));
        string[] java = [$"-Xmx{kafka.Memory}", $"-Dlog4j2.configurationFile={files.Logging}", "-cp", kafka.ClassPath];

        var broker = builder.AddExecutable("broker", kafka.Java, files.Folder, java)
            .WithEndpoint(port: platform.KafkaPort, targetPort: platform.KafkaPort, scheme: "tcp", name: "kafka", isProxied: false)
            .WithEndpoint(scheme: "tcp", name: "controller", isProxied: false)
            .WithHealthCheck(HealthCheck);
        var listener = broker.GetEndpoint("kafka");
        var client = listener.Property(EndpointProperty.TargetPort);
        var controller = broker.GetEndpoint("controller").Property(EndpointProperty.TargetPort);
        // Ports are known when the host has chosen them, so they are not in the file.
        broker.WithArgs(
            "kafka.Kafka",
            files.Settings,
            "--override", ReferenceExpression.Create($"listeners=PLAINTEXT://localhost:{client},CONTROLLER://localhost:{controller}"),
            "--override", ReferenceExpression.Create($"advertised.listeners=PLAINTEXT://localhost:{client}"),
            "--override", ReferenceExpression.Create($"controller.quorum.voters=1@localhost:{controller}"));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(HealthCheck, _ => new KafkaHealthCheck(() => (listener.Host, listener.Port)), failureStatus: null, tags: null));
        if (files.IsFormatted)
        {
            return broker;
        }

        var format = builder.AddExecutable(Format, kafka.Java, files.Folder, [.. java, "kafka.tools.StorageTool", "format", "--ignore-formatted", "-t", KafkaFiles.ClusterId(), "-c", files.Settings]);
        return broker.WaitForCompletion(format);
    }
}
