using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>The resource is healthy while a check of the AppHost's own health checks says so.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="key">The check's name.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(a => a.Key == key))
        {
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' already has a health check with key '{key}'.");
        }

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>The resource is healthy while an http path of it answers with a status.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path, by default <c>/</c>.</param>
    /// <param name="statusCode">The status, by default 200.</param>
    /// <param name="endpointName">The endpoint, by default the first http endpoint.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);

        var endpoint = endpointName is not null
            ? builder.GetEndpoint(endpointName)
            : builder.Resource.GetEndpoints().FirstOrDefault(e => e.IsHttp)
                ?? throw new DistributedApplicationException($"Could not create HTTP health check for resource '{builder.Resource.Name}' as no http endpoint was found.");
        return builder.WithUriHealthCheck(() => new Uri(endpoint.Url), endpoint.EndpointName, path, statusCode);
    }

    internal static IResourceBuilder<T> WithUriHealthCheck<T>(this IResourceBuilder<T> builder, Func<Uri> address, string endpointName, string? path, int? statusCode)
        where T : IResource
    {
        var expected = statusCode ?? 200;
        var key = $"{builder.Resource.Name}_{endpointName}_{path ?? "/"}_{expected}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key,
            _ => new HttpStatusHealthCheck(() => new Uri(address(), path ?? "/"), expected),
            failureStatus: null,
            tags: null));
        return builder.WithHealthCheck(key);
    }
}
