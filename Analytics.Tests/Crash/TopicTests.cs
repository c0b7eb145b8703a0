using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The topic changes under streaming: it grows, which loses nothing, or is made anew, which is never skipped over in silence.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Drill")]
public sealed class TopicTests
{
    [Fact]
    public async Task New_partitions_are_read_from_their_first_record_without_a_restart()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(120));
        var streaming = platform.StartStreaming();
        var quality = platform.StartQuality();
        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 4000));
        await platform.LedgerAsync(ledger => (long)ledger["consumed"]! == platform.Records());

        using (var admin = Admin(platform))
        {
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = DrillPlatform.Topic, IncreaseTo = 5 }]);
        }

        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 4000));
        var ledger = await LakeVerdict.OfAsync(platform);

        var partitions = ledger["partitions"]!.AsArray();
        partitions.Count.ShouldBe(5);
        ((long)partitions[4]!["next_offset"]!).ShouldBeGreaterThan(0);
        streaming.HasExited.ShouldBeFalse(streaming.Output);
        quality.HasExited.ShouldBeFalse(quality.Output);
    }

    /// <summary>The new topic has outgrown the old position, so that no offset tells: first while streaming is away, then while it is suspended.</summary>
    [Fact]
    public async Task A_topic_made_anew_stops_ingest_in_a_state_of_its_own()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(120));
        var streaming = platform.StartStreaming();
        platform.StartQuality();
        await platform.ProducedAsync(platform.StartProducer(rate: 3000, count: 2000));
        await platform.LedgerAsync(ledger => (long)ledger["consumed"]! == 2000);

        await streaming.FreezeAsync(platform.Deadline);
        await RecreateAsync(platform);
        await streaming.ThawAsync(platform.Deadline);
        await platform.StreamingStateAsync("topic_recreated");
        await platform.SaysAsync(streaming, "topic_recreated");
        (await platform.HealthAsync("Analytics.Streaming"))!.Value.Healthy.ShouldBeFalse();
        ((long)(await platform.LedgerAsync())["consumed"]!).ShouldBe(2000, "no record of the new topic may be committed");

        await streaming.StopAsync(platform.Deadline);
        streaming = platform.StartStreaming();
        await platform.StreamingStateAsync("topic_recreated");
        var status = await platform.StreamingStatusAsync();
        ((string)status!["detail"]!).ShouldContain("AcceptTopicId");
        streaming.HasExited.ShouldBeFalse(streaming.Output);
    }

    private static async Task RecreateAsync(DrillPlatform platform)
    {
        using var admin = Admin(platform);
        await admin.DeleteTopicsAsync([DrillPlatform.Topic]);
        await platform.ProducedAsync(platform.StartProducer(rate: 5000, count: 6000));
    }

    private static IAdminClient Admin(DrillPlatform platform) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = platform.BootstrapServers }).Build();
}
