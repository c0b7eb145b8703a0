using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds services that run elsewhere.</summary>
public static class ExternalServiceBuilderExtensions
{
    /// <summary>Adds a service by its address.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="url">An absolute URL with path <c>/</c>.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            throw new ArgumentException($"The URL '{url}' of the external service '{name}' is not an absolute URL.", nameof(url));
        }

        return builder.AddExternalService(name, uri);
    }

    /// <summary>Adds a service by its address.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="uri">An absolute URL with path <c>/</c>.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(uri);
        if (uri is not { IsAbsoluteUri: true, AbsolutePath: "/", Fragment: "" })
        {
            throw new ArgumentException($"The URL '{uri}' of the external service '{name}' must be absolute with the path '/'.", nameof(uri));
        }

        return builder.AddResource(new ExternalServiceResource(name, uri));
    }

    /// <summary>Asks the service for a path; it is healthy while the answer has the expected status.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="path">The path, by default <c>/</c>.</param>
    /// <param name="statusCode">The expected status, by default 200.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<ExternalServiceResource> WithHttpHealthCheck(this IResourceBuilder<ExternalServiceResource> builder, string? path = null, int? statusCode = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var uri = builder.Resource.Uri!;
        return builder.WithUriHealthCheck(() => uri, "external", path, statusCode);
    }
}
