using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Lake.Layout;
using Analytics.Streaming.Operations;
using Confluent.Kafka;
using Shouldly;
using Xunit;
using Fault = Analytics.Streaming.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>The real replay of dead letters against the real broker, killed at each of its steps: each letter is sent again once.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class ReplayKillTests
{
    private const int Letters = 60;

    [Fact]
    public async Task Killed_at_every_step_each_letter_is_replayed_once()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), watermarkSeconds: 3600);
        platform.StartQuality();
        var streaming = platform.StartStreaming();
        await platform.ProducedAsync(platform.StartProducer(rate: 1000, count: 300, faults: ""));

        var schema = await NextSchemaAsync(platform);
        var (known, template) = AnEvent(platform);
        var id = known + 1;
        await SendAsync(platform, id, template);
        await platform.LedgerAsync(ledger => (long)ledger["dead_lettered"]! == Letters);
        await UntilPublishedAsync(platform);

        (await RunAsync(platform, null, "--dry-run")).ShouldContain("0 would be accepted");
        (await platform.RegisterAsync("events-value", schema.ToJsonString())).ShouldBe(id);
        streaming = await RestartAsync(platform, streaming);
        (await RunAsync(platform, null, "--dry-run")).ShouldContain($"{Letters} would be accepted");
        foreach (var step in (string[])[Fault.AfterReplayNoted, Fault.AfterReplaySent])
        {
            var killed = platform.StartOperation(step, "replay-dlq");
            (await killed.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, $"{step}\n{killed.Output}");
            if (step == Fault.AfterReplayNoted)
            {
                // Nothing has got to the topic; the next one sends it all, and has nothing new to send.
                (await RunAsync(platform, null)).ShouldContain($"{Letters} replayed before");
                await platform.LedgerAsync(ledger => (long)ledger["gold"]! == 300 + Letters);
                await SendAsync(platform, id + 1, template);
                await platform.LedgerAsync(ledger => (long)ledger["dead_lettered"]! == 2 * Letters);
                await UntilPublishedAsync(platform, 2 * Letters);
                schema["properties"]!["channel"] = JsonNode.Parse("""{"type":["string","null"]}""");
                (await platform.RegisterAsync("events-value", schema.ToJsonString())).ShouldBe(id + 1);
                streaming = await RestartAsync(platform, streaming);
            }
        }

        (await RunAsync(platform, null)).ShouldContain($"{2 * Letters} replayed before");
        (await RunAsync(platform, null)).ShouldContain($"{2 * Letters} replayed before");
        var replays = Replays(platform);
        replays.Count.ShouldBe(2 * Letters);
        replays.Distinct().Count().ShouldBe(2 * Letters);
        var ledger = await platform.DrainAsync();
        ((bool)ledger["balanced"]!).ShouldBeTrue(ledger.ToJsonString());
        ((long)ledger["gold"]!).ShouldBe(300 + (2 * Letters), ledger.ToJsonString());
        ((long)ledger["duplicate"]!).ShouldBe(0, ledger.ToJsonString());
        LedgerWalk.Verify(new LakeLayout(platform.LakeData, DrillPipeline.Name));
        streaming.HasExited.ShouldBeFalse(streaming.Output);
    }

    /// <summary>Over the API: browse, dry run, replay, and a replay that is killed in the middle and asked for again.</summary>
    [Fact]
    public async Task Over_the_API_each_letter_is_replayed_once()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), watermarkSeconds: 3600);
        platform.StartQuality();
        var streaming = platform.StartStreaming();
        await platform.ProducedAsync(platform.StartProducer(rate: 1000, count: 300, faults: ""));
        var schema = await NextSchemaAsync(platform);
        var (known, template) = AnEvent(platform);
        await SendAsync(platform, known + 1, template);
        await platform.UntilAsync(async () => (long)(await platform.ApiAsync("api/dlq"))["total"]! == Letters);

        var page = await platform.ApiAsync("api/dlq?reason=unknown_schema&partition=1&limit=500");
        ((long)page["total"]!).ShouldBe(Letters / 3);
        page["letters"]!.AsArray().ShouldAllBe(letter => (int)letter!["value"]!["schema_id"]! == known + 1 && (string)letter!["value"]!["encoding"]! == "text");
        var (refused, nothing) = await platform.ApiAsync("api/dlq/replay", new { });
        (refused, (long)nothing["accepted"]!, (long)nothing["reasons"]!["unknown_schema"]!["refused"]!).ShouldBe((200, 0, Letters), nothing.ToJsonString());

        (await platform.RegisterAsync("events-value", schema.ToJsonString())).ShouldBe(known + 1);
        await streaming.KillAsync(platform.Deadline);
        (await platform.ApiAsync("api/dlq/replay", new { })).Status.ShouldBe(503);
        streaming = platform.StartStreaming(Fault.AfterReplaySent);
        await platform.StreamingStateAsync("running");
        var (dry, counted) = await platform.ApiAsync("api/dlq/replay", new { dry_run = true, reason = "unknown_schema" });
        (dry, (long)counted["accepted"]!, (bool)counted["dry_run"]!).ShouldBe((200, Letters, true), counted.ToJsonString());

        // Streaming kills itself once they are sent, before that is noted.
        (await platform.ApiAsync("api/dlq/replay", new { })).Status.ShouldBe(503);
        (await streaming.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, streaming.Output);
        streaming = platform.StartStreaming();
        await platform.StreamingStateAsync("running");
        var (done, again) = await platform.ApiAsync("api/dlq/replay", new { });
        (done, (long)again["accepted"]!, (long)again["reasons"]!["unknown_schema"]!["replayed"]!).ShouldBe((200, 0, Letters), again.ToJsonString());

        Replays(platform).Order(StringComparer.Ordinal).ShouldBe(Replays(platform).Distinct().Order(StringComparer.Ordinal));
        Replays(platform).Count.ShouldBe(Letters);
        var ledger = await platform.DrainAsync();
        ((bool)ledger["balanced"]!).ShouldBeTrue(ledger.ToJsonString());
        ((long)ledger["gold"]!).ShouldBe(300 + Letters, ledger.ToJsonString());
        ((long)ledger["duplicate"]!).ShouldBe(0, ledger.ToJsonString());
    }

    /// <summary>That of a producer that is ahead of the registry: the next to be registered.</summary>
    private static async Task<JsonNode> NextSchemaAsync(DrillPlatform platform)
    {
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(platform.Pipeline, "schemas", "event.v1.json"), platform.Deadline))!;
        schema["properties"]!["campaign"] = JsonNode.Parse("""{"type":["string","null"]}""");
        return schema;
    }

    private static Task UntilPublishedAsync(DrillPlatform platform, int letters = Letters) => platform.UntilAsync(() =>
        Task.FromResult(new Analytics.Lake.Log.DeltaTable(new LakeLayout(platform.LakeData, DrillPipeline.Name).Ops("dead_letters")).Load()?.RowCount == letters));

    /// <summary>Ingest remembers for some seconds that the registry does not have an id.</summary>
    private static async Task<DrillService> RestartAsync(DrillPlatform platform, DrillService streaming)
    {
        await streaming.KillAsync(platform.Deadline);
        return platform.StartStreaming();
    }

    private static (int SchemaId, JsonObject Event) AnEvent(DrillPlatform platform)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = platform.BootstrapServers, GroupId = "drill-event" }).Build();
        consumer.Assign(Enumerable.Range(0, 3).Select(partition => new TopicPartitionOffset(DrillPlatform.Topic, partition, Offset.Beginning)));
        var value = consumer.Consume(platform.Deadline).Message.Value;
        return (BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(1)), JsonNode.Parse(value.AsSpan(5))!.AsObject());
    }

    private static async Task<string> RunAsync(DrillPlatform platform, string? fault, params string[] options)
    {
        var replay = platform.StartOperation(fault, ["replay-dlq", .. options]);
        (await replay.EndAsync(platform.Deadline)).ShouldBe(0, replay.Output);
        return replay.Output;
    }

    private static async Task SendAsync(DrillPlatform platform, int schemaId, JsonObject template)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = platform.BootstrapServers }).Build();
        for (var i = 0; i < Letters; i++)
        {
            template["event_id"] = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{schemaId:D4}{i:D8}");
            byte[] value = [0, (byte)(schemaId >> 24), (byte)(schemaId >> 16), (byte)(schemaId >> 8), (byte)schemaId, .. Encoding.UTF8.GetBytes(template.ToJsonString())];
            await producer.ProduceAsync(new TopicPartition(DrillPlatform.Topic, i % 3), new Message<byte[], byte[]> { Key = [1], Value = value }, platform.Deadline);
        }
    }

    private static List<string> Replays(DrillPlatform platform)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = platform.BootstrapServers, GroupId = "drill-replays", EnablePartitionEof = true }).Build();
        consumer.Assign(Enumerable.Range(0, 3).Select(partition => new TopicPartitionOffset(DrillPlatform.Topic, partition, Offset.Beginning)));
        var found = new List<string>();
        for (var open = 3; open > 0;)
        {
            var result = consumer.Consume(platform.Deadline);
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else if (result.Message.Headers?.TryGetLastBytes(DeadLetter.ReplayHeader, out var name) == true)
            {
                found.Add(Encoding.UTF8.GetString(name));
            }
        }

        return found;
    }
}
