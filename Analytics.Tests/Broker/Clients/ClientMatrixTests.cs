using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// What a Java application does with a broker (<c>ClientMatrix.java</c>): topics, records in every compression, offsets, groups with each assignor and two
/// members, static members, transactions, errors. With the clients of Kafka 4.2, and with those of 3.9 that Spark brings. The expected lines are those that
/// both give with Apache Kafka 4.2.
/// </summary>
[Trait("Category", "Kafka")]
public sealed class ClientMatrixTests
{
    [Theory(Timeout = 180_000)]
    [InlineData("KAFKA_HOME", "libs")]
    [InlineData("SPARK_HOME", "jars")]
    public Task EveryCheck_OfTheJavaClient_GivesWhatKafkaGives(string home, string folder) =>
        JavaMatrix.ShouldGiveItsLinesAsync("ClientMatrix", home, folder, withLog: false, TestContext.Current.CancellationToken);
}
