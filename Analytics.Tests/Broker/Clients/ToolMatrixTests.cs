using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// Kafka 4.2's console tools (<c>ToolMatrix.java</c>): topics, configs, producer and consumer, offsets, groups with every kind of reset, transactions.
/// The expected lines are those that they print with Apache Kafka 4.2.
/// </summary>
[Trait("Category", "Kafka")]
public sealed class ToolMatrixTests
{
    [Fact(Timeout = 180_000)]
    public async Task EveryTool_PrintsWhatItPrintsWithKafka()
    {
        var jars = JavaProgram.Jars("KAFKA_HOME", "libs");
        Assert.SkipWhen(jars is null, "needs java and KAFKA_HOME");
        await using var broker = TestBroker.Start();

        // The tools' own log is among what they print.
        var output = await JavaProgram.RunAsync(jars!, "ToolMatrix.java", broker.BootstrapServers, [], TestContext.Current.CancellationToken);

        output.ShouldBe(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", "ToolMatrix.txt"), TestContext.Current.CancellationToken));
    }
}
