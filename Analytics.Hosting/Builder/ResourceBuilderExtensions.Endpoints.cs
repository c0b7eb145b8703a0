using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Describes resources.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds an endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients use; null lets the host choose.</param>
    /// <param name="targetPort">The port that the process listens on; null means the same.</param>
    /// <param name="scheme">The scheme, by default the name of the protocol.</param>
    /// <param name="name">The name, by default the scheme.</param>
    /// <param name="env">A variable that receives the port that the process listens on.</param>
    /// <param name="isProxied">Whether a proxy may stand in front of it; the built-in host has none.</param>
    /// <param name="isExternal">Whether it is meant for the world outside the application.</param>
    /// <param name="protocol">Only TCP.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null, string? env = null, bool? isProxied = null, bool? isExternal = null, ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);

        var endpoint = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, uriScheme: scheme, name: name, port: port, targetPort: targetPort, isExternal: isExternal, isProxied: isProxied)
        {
            EnvironmentVariable = env,
        };
        if (builder.Resource.Annotations.OfType<EndpointAnnotation>().Any(e => string.Equals(e.Name, endpoint.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"Endpoint with name '{endpoint.Name}' already exists on '{builder.Resource.Name}'.");
        }

        return builder.WithAnnotation(endpoint);
    }

    /// <summary>Adds an http endpoint, by default named <c>http</c>.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients use; null lets the host choose.</param>
    /// <param name="targetPort">The port that the process listens on; null means the same.</param>
    /// <param name="name">The name.</param>
    /// <param name="env">A variable that receives the port that the process listens on.</param>
    /// <param name="isProxied">Whether a proxy may stand in front of it; the built-in host has none.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>One endpoint of the resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The endpoint's name.</param>
    /// <returns>A reference, resolved when it is used.</returns>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Resource.GetEndpoint(name);
    }
}
