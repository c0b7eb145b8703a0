using Analytics.AppHost.Options;

namespace Analytics.AppHost.Resources;

internal static class SchemaRegistryExtensions
{
    private const string Name = "schema-registry";

    /// <summary>The schema registry: the embedded one, or one that runs elsewhere. Services find either as <c>http://schema-registry</c>.</summary>
    public static IResourceBuilder<IResource> AddSchemaRegistry(this IDistributedApplicationBuilder builder, PlatformSettings platform) =>
        platform.ExternalRegistry is { } url
            ? builder.AddExternalRegistry(url)
            : builder.AddProject<Projects.Analytics_SchemaRegistry>(Name)
                .WithPlatform(platform)
                .WithHttpEndpoint(port: platform.RegistryPort)
                .WithHttpHealthCheck("/health");

    /// <summary>A registry with users answers nobody else, and the check can't say who it is.</summary>
    private static IResourceBuilder<ExternalServiceResource> AddExternalRegistry(this IDistributedApplicationBuilder builder, string url)
    {
        var registry = builder.AddExternalService(Name, url);
        return string.IsNullOrEmpty(builder.Configuration["Registry:UserInfo"]) ? registry.WithHttpHealthCheck("/subjects") : registry;
    }

    /// <summary>Tells a service where the registry is and starts it when the registry is healthy.</summary>
    public static IResourceBuilder<ProjectResource> WithSchemaRegistry(this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResource> registry) =>
        registry switch
        {
            IResourceBuilder<ExternalServiceResource> external => service.WithReference(external).WaitFor(registry),
            IResourceBuilder<ProjectResource> embedded => service.WithReference(embedded).WaitFor(registry),
            _ => throw new InvalidOperationException($"'{registry.Resource.Name}' is no schema registry."),
        };
}
