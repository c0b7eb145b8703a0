using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// A distributed worker of Kafka Connect that is killed and restarted, with its file source (exactly once) and sink (<c>ConnectMatrix.java</c>). The
/// expected lines are those that it gives with Apache Kafka 4.2.
/// </summary>
[Trait("Category", "Kafka")]
public sealed class ConnectMatrixTests
{
    [Fact(Timeout = 240_000)]
    public Task KilledThreeTimes_EachLineIsCopiedExactlyOnce()
    {
        Assert.SkipUnless(JavaProgram.Has("KAFKA_HOME", "libs", "connect-runtime-*.jar"), "needs a KAFKA_HOME with Kafka Connect");
        return JavaMatrix.ShouldGiveItsLinesAsync("ConnectMatrix", "KAFKA_HOME", "libs", withLog: false, TestContext.Current.CancellationToken);
    }
}
