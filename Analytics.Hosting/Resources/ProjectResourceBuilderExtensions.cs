using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project that the AppHost references.</summary>
    /// <typeparam name="TProject">The generated class in the namespace <c>Projects</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(builder);

        var resource = builder.AddResource(new ProjectResource(name)).WithAnnotation<IProjectMetadata>(new TProject());
        return resource.AsProcess().WithTelemetry().WithAspNetCoreUrls();
    }

    /// <summary>ASP.NET Core listens where <c>ASPNETCORE_URLS</c> says: on all http endpoints; other protocols are the program's own affair.</summary>
    private static IResourceBuilder<ProjectResource> WithAspNetCoreUrls(this IResourceBuilder<ProjectResource> builder) =>
        builder.WithEnvironment(context =>
        {
            var urls = builder.Resource.GetEndpoints()
                .Where(endpoint => endpoint.IsHttp)
                .Select(endpoint => $"http://localhost:{endpoint.EndpointAnnotation.RequiredAllocation.Port}");
            var joined = string.Join(';', urls);
            if (joined.Length > 0)
            {
                context.EnvironmentVariables["ASPNETCORE_URLS"] = joined;
            }
        });
}
