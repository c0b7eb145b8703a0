using Analytics.AppHost.Options;

namespace Analytics.AppHost.Resources;

internal static class EventLogExtensions
{
    /// <summary>
    /// The event log as a connection string named <c>kafka</c>: of the embedded broker, of Apache Kafka on this machine, or of a cluster that runs elsewhere.
    /// Services see no difference.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddEventLog(this IDistributedApplicationBuilder builder, PlatformSettings platform)
    {
        if (platform.ExternalKafka is { } servers)
        {
            return builder.AddConnectionString("kafka", ReferenceExpression.Create($"{servers}"));
        }

        if (platform.NativeKafka is { } distribution)
        {
            var native = builder.AddNativeKafka(platform, distribution);
            return builder.AddConnectionString("kafka", Address(native.GetEndpoint("kafka"))).WaitFor(native);
        }

        // Clients follow the port that the broker advertises, so no proxy may stand in front of it.
        var broker = builder.AddProject<Projects.Analytics_Broker>("broker")
            .WithPlatform(platform)
            .WithEndpoint(port: platform.KafkaPort, targetPort: platform.KafkaPort, scheme: "tcp", name: "kafka", isProxied: false)
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health");
        var listener = broker.GetEndpoint("kafka");
        broker.WithArgs("--port", listener.Property(EndpointProperty.TargetPort));
        return builder.AddConnectionString("kafka", Address(listener)).WaitFor(broker);
    }

    private static ReferenceExpression Address(EndpointReference listener) =>
        ReferenceExpression.Create($"{listener.Property(EndpointProperty.Host)}:{listener.Property(EndpointProperty.Port)}");
}
