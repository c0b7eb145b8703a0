using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// Every call of Kafka 4.2's AdminClient, among them what user interfaces ask on their start (<c>AdminMatrix.java</c>). The lines of
/// <c>AdminMatrix.txt</c> are what it gets from Apache Kafka 4.2 on one node without an authorizer; where this broker differs, Kafka's line begins with
/// "- " and this broker's follows with "+ ".
/// </summary>
[Trait("Category", "Kafka")]
public sealed class AdminMatrixTests
{
    [Fact(Timeout = 180_000)]
    public async Task EveryCall_GivesWhatKafkaGives_OrTheDifferenceThatIsWrittenDown()
    {
        var jars = JavaProgram.Jars("KAFKA_HOME", "libs");
        Assert.SkipWhen(jars is null, "needs java and KAFKA_HOME");
        await using var broker = TestBroker.Start();

        var output = await JavaProgram.RunAsync(jars!, "AdminMatrix.java", broker.BootstrapServers, TestContext.Current.CancellationToken);

        var expected = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", "AdminMatrix.txt"), TestContext.Current.CancellationToken))
            .Where(line => !line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line.StartsWith("+ ", StringComparison.Ordinal) ? line[2..] : line);
        output.TrimEnd().Split('\n').ShouldBe(expected);
    }
}
