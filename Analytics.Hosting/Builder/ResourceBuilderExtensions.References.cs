using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    internal const string ReferenceRelationship = "Reference";
    private const string ParentRelationship = "Parent";

    /// <summary>Tells the resource another's connection string: <c>ConnectionStrings__{name}</c>.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    /// <param name="connectionName">The name to use instead of the other's.</param>
    /// <param name="optional">Whether a missing connection string is left out instead of being an error.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);

        var resource = source.Resource;
        var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";
        return builder.WithReferenceRelationship(resource).WithEnvironment(async context =>
        {
            var value = await resource.GetConnectionStringAsync(context.CancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(value))
            {
                context.EnvironmentVariables[variable] = value;
            }
            else if (!optional)
            {
                throw new DistributedApplicationException($"The connection string for the resource '{resource.Name}' is not available.");
            }
        });
    }

    /// <summary>Tells the resource all endpoints of another: <c>services__{name}__{endpoint}__0</c> and <c>{NAME}_{ENDPOINT}</c>.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The other resource.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);

        var resource = source.Resource;
        return builder.WithReferenceRelationship(resource).WithEnvironment(context =>
        {
            foreach (var endpoint in resource.GetEndpoints())
            {
                AddServiceDiscovery(context.EnvironmentVariables, endpoint);
            }
        });
    }

    /// <summary>Tells the resource one endpoint of another.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(endpointReference);

        return builder.WithReferenceRelationship(endpointReference.Resource)
            .WithEnvironment(context => AddServiceDiscovery(context.EnvironmentVariables, endpointReference));
    }

    /// <summary>Tells the resource the address of a service that runs elsewhere: <c>services__{name}__{scheme}__0</c>.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="externalService">The service.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(externalService);

        var service = externalService.Resource;
        var uri = service.Uri!;
        return builder.WithReferenceRelationship(service).WithEnvironment(context =>
        {
            context.EnvironmentVariables[$"services__{service.Name}__{uri.Scheme}__0"] = uri.ToString();
            context.EnvironmentVariables[VariableName(service.Name)] = uri.ToString();
        });
    }

    /// <summary>Tells the resource an address: <c>services__{name}__default__0</c>.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="uri">Its address.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(uri);

        return builder.WithEnvironment($"services__{name}__default__0", uri.ToString());
    }

    /// <summary>Shows a reference in the dashboard.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="resource">The other resource.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithReferenceRelationship<T>(this IResourceBuilder<T> builder, IResource resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.WithAnnotation(new ResourceRelationshipAnnotation(resource, ReferenceRelationship));
    }

    /// <summary>Nests the resource below another in the dashboard.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="parent">The other resource.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> parent)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(parent);

        return builder.WithAnnotation(new ResourceRelationshipAnnotation(parent.Resource, ParentRelationship));
    }

    private static void AddServiceDiscovery(Dictionary<string, object> variables, EndpointReference endpoint)
    {
        var service = endpoint.Resource.Name;
        variables[$"services__{service}__{endpoint.EndpointName}__0"] = endpoint;
        variables[$"{VariableName(service)}_{VariableName(endpoint.EndpointName)}"] = endpoint;
    }

    private static string VariableName(string name) => name.Replace('-', '_').ToUpper(CultureInfo.InvariantCulture);
}
