using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>How a test reaches the resources.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client whose base address is an endpoint.</summary>
    /// <param name="app">The application.</param>
    /// <param name="resourceName">The resource.</param>
    /// <param name="endpointName">The endpoint, by default the http one.</param>
    /// <returns>The client.</returns>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var client = app.Services.GetService<IHttpClientFactory>()?.CreateClient() ?? new HttpClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    /// <summary>The address of an endpoint.</summary>
    /// <param name="app">The application.</param>
    /// <param name="resourceName">The resource.</param>
    /// <param name="endpointName">The endpoint, by default the http one.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentException">There is no such resource or endpoint.</exception>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        if (Find(app, resourceName) is not IResourceWithEndpoints resource)
        {
            throw new ArgumentException($"Resource '{resourceName}' has no endpoints.", nameof(resourceName));
        }

        var endpoint = resource.GetEndpoints().FirstOrDefault(e => endpointName is null ? e.IsHttp : string.Equals(e.EndpointName, endpointName, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"Endpoint '{endpointName ?? "http"}' for resource '{resourceName}' not found.", nameof(endpointName));
        return new Uri(endpoint.Url);
    }

    /// <summary>The connection string of a resource.</summary>
    /// <param name="app">The application.</param>
    /// <param name="resourceName">The resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection string.</returns>
    /// <exception cref="ArgumentException">There is no such resource.</exception>
    public static ValueTask<string?> GetConnectionStringAsync(this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        Find(app, resourceName) is IResourceWithConnectionString resource
            ? resource.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"Resource '{resourceName}' has no connection string.", nameof(resourceName));

    private static IResource Find(DistributedApplication app, string resourceName)
    {
        ArgumentNullException.ThrowIfNull(app);

        return app.Services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(resourceName, out var resource)
            ? resource
            : throw new ArgumentException($"Resource '{resourceName}' not found.", nameof(resourceName));
    }
}
