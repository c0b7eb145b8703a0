using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// Kafka 4.2's console tools (<c>ToolMatrix.java</c>): topics, configs, producer and consumer, offsets, groups with every kind of reset, transactions.
/// The expected lines are those that they print with Apache Kafka 4.2.
/// </summary>
[Trait("Category", "Kafka")]
public sealed class ToolMatrixTests
{
    /// <summary>The tools' own log is among what they print.</summary>
    [Fact(Timeout = 180_000)]
    public Task EveryTool_PrintsWhatItPrintsWithKafka() =>
        JavaMatrix.ShouldGiveItsLinesAsync("ToolMatrix", "KAFKA_HOME", "libs", withLog: true, TestContext.Current.CancellationToken);
}
