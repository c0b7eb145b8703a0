using Analytics.Benchmarks.Jvm;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// Spark's Kafka source and sink (<c>SparkKafka.java</c>): batch reads by offsets and by timestamps, headers, streaming copies with a checkpoint over
/// restarts, transactions, records that are deleted under a query. The expected lines are those that Spark gives with Apache Kafka 4.2.
/// </summary>
[Trait("Category", "Spark")]
public sealed class SparkKafkaTests
{
    [Fact(Timeout = 300_000)]
    public async Task EveryCheck_OfSourceAndSink_GivesWhatKafkaGives()
    {
        Assert.SkipWhen(JavaCommand.Missing("SPARK_HOME") is not null, "needs java and SPARK_HOME");
        var cancellationToken = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("analytics-spark-kafka-").FullName;
        try
        {
            await using var broker = TestBroker.Start();
            var program = Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", "SparkKafka.java");

            var output = await JavaCommand.RunAsync(
                JavaCommand.Start(JavaCommand.Jars("SPARK_HOME", "jars"), "1g", program, broker.BootstrapServers, folder), cancellationToken);

            output.ShouldBe(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", "SparkKafka.txt"), cancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
