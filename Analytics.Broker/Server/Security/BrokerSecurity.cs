namespace Analytics.Broker.Server.Security;

/// <summary>Who may connect, and how. Nothing set: everybody who reaches the port, in plain text.</summary>
internal sealed record BrokerSecurity
{
    /// <summary>A file of users; with it a client must log in (SASL) before it is answered anything else.</summary>
    public string? UsersFile { get; init; }

    /// <summary>A PEM file with the server's certificate and what it is signed by; with it the port speaks TLS only.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The PEM file of its private key; the certificate's own file when null.</summary>
    public string? CertificateKeyFile { get; init; }
}
