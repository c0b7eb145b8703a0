namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where an endpoint can be reached.</summary>
public class AllocatedEndpoint
{
    /// <summary>Creates the address.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">The host.</param>
    /// <param name="port">The port.</param>
    /// <param name="targetPortExpression">A placeholder for the port, where it is not known yet; unused here.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);

        Endpoint = endpoint;
        Address = address;
        Port = port;
        TargetPortExpression = targetPortExpression;
    }

    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>The host.</summary>
    public string Address { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>A placeholder for the port, where it is not known yet.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>The scheme.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary>host:port.</summary>
    public string EndPointString => $"{Address}:{Port}";

    /// <summary>scheme://host:port.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <inheritdoc />
    public override string ToString() => UriString;
}
