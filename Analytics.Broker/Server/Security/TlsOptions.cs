using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Analytics.Broker.Server.Security;

/// <summary>The server's side of TLS, from PEM files.</summary>
internal static class TlsOptions
{
    /// <returns>Null when the broker has no certificate.</returns>
    /// <exception cref="BrokerStartException">The files cannot be read, or do not belong together.</exception>
    public static SslServerAuthenticationOptions? Read(BrokerSecurity security)
    {
        if (security.CertificateFile is not { } path)
        {
            return null;
        }

        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(path, security.CertificateKeyFile ?? path);

            // Windows takes keys for TLS from a store only: through PKCS #12 it gets there.
            var certificate = OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null) : new X509Certificate2(pem);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(path);
            return new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
                ClientCertificateRequired = false,
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BrokerStartException(
                $"The certificate {path} cannot be used: {exception.Message} Set Broker:Certificate and Broker:CertificateKey to PEM files that belong together.", exception);
        }
    }
}
