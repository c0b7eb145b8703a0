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
    public Task EveryCall_GivesWhatKafkaGives_OrTheDifferenceThatIsWrittenDown() =>
        JavaMatrix.ShouldGiveItsLinesAsync("AdminMatrix", "KAFKA_HOME", "libs", withLog: false, TestContext.Current.CancellationToken);
}
