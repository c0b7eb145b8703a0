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

        var output = await JavaProgram.RunAsync(jars!, "ProtocolProbe.java", $"{broker.Running.Port}", TestContext.Current.CancellationToken);

        output.ShouldContain("195 requests, 0 bad");
        output.ShouldContain("Fetch v12 ");
    }
}
