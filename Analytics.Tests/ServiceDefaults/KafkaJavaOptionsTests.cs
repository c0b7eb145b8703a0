using Analytics.ServiceDefaults.Kafka;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Analytics.Tests.ServiceDefaults;

public sealed class KafkaJavaOptionsTests
{
    [Fact]
    public void Password_BecomesALoginModule_WithQuotesEscaped() =>
        Options(("security_protocol", "SASL_SSL"), ("sasl.mechanisms", "PLAIN"), ("sasl.username", "app"), ("sasl.password", "p\\\"x"), ("linger.ms", "5")).ShouldBe(
            new Dictionary<string, string>
            {
                ["security.protocol"] = "SASL_SSL",
                ["sasl.mechanism"] = "PLAIN",
                ["sasl.jaas.config"] = """org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="p\\\"x";""",
            },
            ignoreOrder: true);

    [Fact]
    public void Scram_HasItsOwnModule() =>
        Options(("sasl.mechanism", "SCRAM-SHA-512"), ("sasl.username", "app"), ("sasl.password", "x"))["sasl.jaas.config"].ShouldStartWith("org.apache.kafka.common.security.scram.ScramLoginModule required ");

    [Fact]
    public void CertificateFile_IsAPemTruststore() =>
        Options(("security.protocol", "SSL"), ("ssl.ca.location", "/ca.pem"), ("ssl.endpoint.identification.algorithm", "none")).ShouldBe(
            new Dictionary<string, string>
            {
                ["security.protocol"] = "SSL",
                ["ssl.truststore.location"] = "/ca.pem",
                ["ssl.truststore.type"] = "PEM",
                ["ssl.endpoint.identification.algorithm"] = "",
            },
            ignoreOrder: true);

    [Theory]
    [InlineData("sasl.oauthbearer.config", "x")]
    [InlineData("ssl.keystore.location", "/client.p12")]
    public void SettingWithoutCounterpart_IsNamed(string name, string value) =>
        Should.Throw<InvalidOperationException>(() => Options((name, value))).Message.ShouldContain($"Kafka:{name}");

    private static IReadOnlyDictionary<string, string> Options(params (string Name, string Value)[] settings) =>
        KafkaSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Kafka:{setting.Name}", (string?)setting.Value))).Build()).JavaOptions();
}
