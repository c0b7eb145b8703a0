using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class KafkaSideTopicTests
{
    [Fact]
    public async Task Send_ARecordBeyondTheClientsOwnLimit_IsLeftToTheTable_AndPublicationGoesOn()
    {
        using var harness = new IngestHarness();
        using var metrics = new KafkaMetrics(harness.Meters);
        // No broker: such a record does not get that far.
        var settings = KafkaSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:kafka", "127.0.0.1:1")]).Build());
        using var topic = new KafkaSideTopic(new KafkaClients(settings, NullLoggerFactory.Instance, metrics), NullLogger.Instance);

        topic.Send("events.dlq", null, new byte[(64 << 20) + 1], []);

        await Should.NotThrowAsync(() => topic.FlushAsync(TestContext.Current.CancellationToken));
    }
}
