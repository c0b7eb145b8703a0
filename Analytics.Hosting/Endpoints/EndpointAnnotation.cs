using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint that a resource listens on. The built-in host has no proxy: Port and TargetPort are the same once allocated.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    /// <summary>Creates the annotation.</summary>
    /// <param name="protocol">Only TCP.</param>
    /// <param name="uriScheme">The scheme, by default the name of the protocol.</param>
    /// <param name="transport">The transport, by default http for http schemes.</param>
    /// <param name="name">The name, by default the scheme.</param>
    /// <param name="port">The port that clients use; null lets the host choose.</param>
    /// <param name="targetPort">The port that the process listens on; null means the same.</param>
    /// <param name="isExternal">Whether it is meant for the world outside the application.</param>
    /// <param name="isProxied">Whether a proxy may stand in front of it.</param>
    public EndpointAnnotation(ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? "tcp";
        Transport = transport ?? (UriScheme is "http" or "https" ? "http" : "tcp");
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied ?? true;
    }

    /// <summary>The protocol.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The scheme of its URL.</summary>
    public string UriScheme { get; set; }

    /// <summary>http, http2 or tcp.</summary>
    public string Transport { get; set; }

    /// <summary>The name, unique in the resource.</summary>
    public string Name { get; set; }

    /// <summary>The port that clients use.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the process listens on.</summary>
    public int? TargetPort { get; set; }

    /// <summary>Whether it is meant for the world outside the application.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy may stand in front of it.</summary>
    public bool IsProxied { get; set; }

    /// <summary>Where it can be reached, once the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; set; }

    internal string? EnvironmentVariable { get; init; }

    internal AllocatedEndpoint RequiredAllocation => AllocatedEndpoint
        ?? throw new InvalidOperationException($"Endpoint '{Name}' has no address before the application starts.");
}
