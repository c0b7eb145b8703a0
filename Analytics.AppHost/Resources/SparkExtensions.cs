using Analytics.AppHost.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.AppHost.Resources;

internal static class SparkExtensions
{
    private const string HealthCheck = "spark_connect";

    // What Spark needs opened on Java 17 and later; its own launcher passes the same list.
    private static readonly string[] Opened =
    [
        "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util", "java.util.concurrent",
        "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
    ];

    /// <summary>Apache Spark as a connection string named <c>spark</c>: of a server on this machine, or of one that runs elsewhere; null for the embedded engine.</summary>
    public static IResourceBuilder<IResourceWithConnectionString>? AddSpark(this IDistributedApplicationBuilder builder, PlatformSettings platform)
    {
        if (platform.ExternalSpark is { } address)
        {
            return builder.AddConnectionString("spark", ReferenceExpression.Create($"{address}"));
        }

        if (platform.NativeSpark is not { } distribution)
        {
            return null;
        }

        var server = builder.AddServer(platform, distribution);
        var listener = server.GetEndpoint("connect");
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(HealthCheck, _ => new ListeningHealthCheck("Spark", () => (listener.Host, listener.Port)), failureStatus: null, tags: null));
        return builder.AddConnectionString("spark", ReferenceExpression.Create($"sc://{listener.Property(EndpointProperty.Host)}:{listener.Property(EndpointProperty.Port)}")).WaitFor(server);
    }

    /// <summary>Has the streaming service drive Spark, where there is one.</summary>
    public static IResourceBuilder<ProjectResource> WithEngine(this IResourceBuilder<ProjectResource> streaming, IResourceBuilder<IResourceWithConnectionString>? spark) =>
        spark is null ? streaming : streaming.WithEnvironment("Platform__Engine", "spark").WithReference(spark).WaitFor(spark);

    private static IResourceBuilder<ExecutableResource> AddServer(this IDistributedApplicationBuilder builder, PlatformSettings platform, JavaDistribution spark)
    {
        var files = SparkFiles.Prepare(Path.Combine(platform.Data, "spark-server"));
        var server = builder.AddExecutable(
                "spark-server",
                spark.Java,
                files.Folder,
                [$"-Xmx{spark.Memory}", $"-Dlog4j2.configurationFile={files.Logging}", .. Opened.Select(package => $"--add-opens=java.base/{package}=ALL-UNNAMED"), "-cp", spark.ClassPath])
            .WithEndpoint(port: platform.SparkPort, targetPort: platform.SparkPort, scheme: "tcp", name: "connect", isProxied: false)
            .WithHealthCheck(HealthCheck);
        return server.WithArgs(
            "org.apache.spark.deploy.SparkSubmit",
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
            "--master", platform.SparkMaster,
            "--conf", ReferenceExpression.Create($"spark.connect.grpc.binding.port={server.GetEndpoint("connect").Property(EndpointProperty.TargetPort)}"),
            // Spark Connect has no password of its own: from elsewhere nobody reaches it.
            "--conf", "spark.connect.grpc.binding.address=127.0.0.1",
            "--conf", "spark.ui.enabled=false",
            "--conf", $"spark.local.dir={files.Scratch}",
            "--conf", $"spark.sql.warehouse.dir={files.Warehouse}",
            "spark-internal");
    }
}
