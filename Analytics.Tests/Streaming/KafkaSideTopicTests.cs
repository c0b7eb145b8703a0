using Analytics.Streaming.Publishing;
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
        // No broker: such a record does not get that far.
        using var topic = new KafkaSideTopic(harness.Kafka("127.0.0.1:1"), NullLogger.Instance);

        topic.Send("events.dlq", null, new byte[(64 << 20) + 1], []);

        await Should.NotThrowAsync(() => topic.FlushAsync(TestContext.Current.CancellationToken));
    }
}
