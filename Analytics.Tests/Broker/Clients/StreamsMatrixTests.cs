using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// A Kafka Streams application with <c>exactly_once_v2</c> that is killed and restarted (<c>StreamsMatrix.java</c>). The expected lines are those that it
/// gives with Apache Kafka 4.2.
/// </summary>
[Trait("Category", "Kafka")]
public sealed class StreamsMatrixTests
{
    [Fact(Timeout = 240_000)]
    public Task KilledThreeTimes_EachWordIsCountedExactlyOnce()
    {
        Assert.SkipUnless(JavaProgram.Has("KAFKA_HOME", "libs", "kafka-streams-*.jar"), "needs a KAFKA_HOME with Kafka Streams");
        return JavaMatrix.ShouldGiveItsLinesAsync("StreamsMatrix", "KAFKA_HOME", "libs", withLog: false, TestContext.Current.CancellationToken);
    }
}
