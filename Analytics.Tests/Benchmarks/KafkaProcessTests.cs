using Analytics.Benchmarks.Jvm;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Benchmarks;

[Trait("Category", "Kafka")]
public sealed class KafkaProcessTests
{
    [Fact]
    public async Task Started_ItTakesRecords_AndStopped_ItIsGone()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        var folder = Directory.CreateTempSubdirectory("analytics-kafka-").FullName;
        try
        {
            var kafka = await KafkaProcess.StartAsync(folder, TestContext.Current.CancellationToken);
            await using (kafka)
            {
                using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
                var report = await producer.ProduceAsync("made-on-demand", new Message<Null, string> { Value = "one" }, TestContext.Current.CancellationToken);

                report.Offset.Value.ShouldBe(0);
            }

            File.ReadAllText(kafka.Process.LogFile).ShouldNotContain(" ERROR ");
            Should.Throw<InvalidOperationException>(() => kafka.Process.ResidentBytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
