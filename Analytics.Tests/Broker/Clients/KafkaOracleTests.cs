using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// Kafka's own generated message classes as the oracle: <c>ProtocolProbe.java</c> sends every version that ApiVersions offers of every API, and parses
/// each answer to its last byte.
/// </summary>
[Trait("Category", "Kafka")]
public sealed class KafkaOracleTests
{
    [Fact]
    public async Task EveryOfferedVersion_OfEveryApi_IsWhatKafkaUnderstands()
    {
        var jars = JavaProgram.Jars("KAFKA_HOME", "libs");
        Assert.SkipWhen(jars is null, "needs java and KAFKA_HOME");
        await using var broker = TestBroker.Start();

        // Produce v0 to v2 are offered since older librdkafka compresses only then (KAFKA-18659), and refused when they are used; Kafka's classes no longer know them.
        var probed = broker.Running.Offered.Sum(api => api.Max - api.Min + 1) - 3;
        probed.ShouldBe(203);

        var output = await JavaProgram.RunAsync(jars!, "ProtocolProbe.java", $"{broker.Running.Port}", TestContext.Current.CancellationToken);

        output.ShouldContain($"{probed} requests, 0 bad");
        output.Split('\n').Where(line => line.StartsWith("not known", StringComparison.Ordinal)).ShouldBe(
            ["not known to Kafka: Produce v0", "not known to Kafka: Produce v1", "not known to Kafka: Produce v2"]);
        output.ShouldContain("Fetch v12 ");
    }
}
