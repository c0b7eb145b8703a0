using Analytics.AppHost.Options;

namespace Analytics.AppHost.Resources;

internal static class EventLogExtensions
{
    /// <summary>
    /// The event log as a connection string named <c>kafka</c>: of the embedded broker, or of a cluster that runs elsewhere.
    /// Services see no difference.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddEventLog(this IDistributedApplicationBuilder builder, PlatformSettings platform)
    {
        if (platform.ExternalKafka is { } servers)
        {
            return builder.AddConnectionString("kafka", ReferenceExpression.Create($"{servers}"));
        }

        // Clients follow the port that the broker advertises, so no proxy may stand in front of it.
        var broker = builder.AddProject<Projects.Analytics_Broker>("broker")
            .WithPlatform(platform)
            .WithEndpoint(port: platform.KafkaPort, targetPort: platform.KafkaPort, scheme: "tcp", name: "kafka", isProxied: false)
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health");
        var listener = broker.GetEndpoint("kafka");
        broker.WithArgs("--port", listener.Property(EndpointProperty.TargetPort));
        var address = ReferenceExpression.Create($"{listener.Property(EndpointProperty.Host)}:{listener.Property(EndpointProperty.Port)}");
        return builder.AddConnectionString("kafka", address).WaitFor(broker);
    }
}
