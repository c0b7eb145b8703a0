using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Analytics.Benchmarks.Jvm;

namespace Analytics.Tests.EndToEnd;

/// <summary>Listeners of Apache Kafka that only let in who has a password, a certificate authority or both.</summary>
internal static class SecureListener
{
    /// <summary>With all that has to be escaped in one of the files it goes through.</summary>
    public const string Password = "p\\\"ä-secret";

    private const string InProperties = @"p\\\\\\""\u00e4-secret";

    private static readonly Dictionary<string, string> PasswordOfClient = new() { ["sasl.mechanism"] = "PLAIN", ["sasl.username"] = "app", ["sasl.password"] = Password };

    public static KafkaListener Passwords { get; } = new("SASL_PLAINTEXT", PasswordsOf("sasl_plaintext"), new Dictionary<string, string>(PasswordOfClient) { ["security.protocol"] = "SASL_PLAINTEXT" });

    /// <param name="folder">Gets the certificates.</param>
    public static KafkaListener Tls(string folder) => new("SSL", Certificates(folder), new Dictionary<string, string> { ["security.protocol"] = "SSL", ["ssl.ca.location"] = Authority(folder) });

    /// <param name="folder">Gets the certificates.</param>
    public static KafkaListener PasswordsAndTls(string folder) => new(
        "SASL_SSL",
        [.. PasswordsOf("sasl_ssl"), .. Certificates(folder)],
        new Dictionary<string, string>(PasswordOfClient) { ["security.protocol"] = "SASL_SSL", ["ssl.ca.location"] = Authority(folder) });

    private static string[] PasswordsOf(string listener) =>
    [
        "sasl.enabled.mechanisms=PLAIN", "sasl.mechanism.inter.broker.protocol=PLAIN",
        $"listener.name.{listener}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\" password=\"{InProperties}\" user_app=\"{InProperties}\";",
    ];

    private static string Authority(string folder) => Path.Combine(folder, "ca.pem");

    private static string[] Certificates(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(130));
        var server = Path.Combine(folder, "server.pem");
        File.WriteAllText(server, $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n");
        File.WriteAllText(Authority(folder), certificate.ExportCertificatePem());
        return ["ssl.keystore.type=PEM", $"ssl.keystore.location={server}", "ssl.truststore.type=PEM", $"ssl.truststore.location={Authority(folder)}"];
    }
}
