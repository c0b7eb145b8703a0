namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of an endpoint's address.</summary>
public enum EndpointProperty
{
    /// <summary>scheme://host:port.</summary>
    Url = 0,

    /// <summary>The host.</summary>
    Host = 1,

    /// <summary>The host as an IPv4 address.</summary>
    IPV4Host = 2,

    /// <summary>The port that clients use.</summary>
    Port = 3,

    /// <summary>The scheme.</summary>
    Scheme = 4,

    /// <summary>The port that the process listens on.</summary>
    TargetPort = 5,

    /// <summary>host:port.</summary>
    HostAndPort = 6,
}
