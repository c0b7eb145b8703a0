using System.Text;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Tests.Streaming;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>New versions of the schema while the platform runs, each service a process of its own.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Integration")]
public sealed class SchemaEvolutionTests
{
    [Fact]
    public async Task Versions_that_fit_are_picked_up_others_are_dead_letters_and_a_lost_registry_is_waited_for()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180));
        using var topic = new EvolvingTopic(platform);
        await topic.CreateAsync(partitions: 3);
        var streaming = platform.StartStreaming();
        var quality = platform.StartQuality();
        await topic.SendAsync(await topic.RegisterAsync(topic.Schema()), 300);
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! == 300);

        // A column more.
        var wider = topic.Schema(("referrer", """{"type":["string","null"]}"""), ("score", """{"type":["integer","null"]}"""));
        await topic.SendAsync(await topic.RegisterAsync(wider), 200, ("referrer", "\"naïve 🙂\""), ("score", "7"));
        await platform.UntilAsync(async () => await AskAsync(platform, "SELECT count(*), count(referrer), sum(score) FROM events") == "[500,200,1400]");
        (await AskAsync(platform, "SELECT count(*), min(score) FROM events WHERE referrer IS NULL")).ShouldBe("[300,null]");

        // A type changed.
        await topic.AllowAnythingAsync();
        await topic.SendAsync(await topic.RegisterAsync(topic.Schema(("amount_cents", """{"type":"string"}"""))), 20, ("amount_cents", "\"5 EUR\""));
        await platform.LedgerAsync(ledger => (long)ledger["dead_lettered"]! == 20);
        await platform.UntilAsync(() => Task.FromResult(DeadLetters(platform).Sum(row => long.Parse(row.Split('|')[1], System.Globalization.CultureInfo.InvariantCulture)) == 20));
        DeadLetters(platform).ShouldBe(["incompatible_schema|20|true"]);
        Reasons(platform, 20).ShouldAllBe(reason => reason == "incompatible_schema");

        // A version that nobody can be asked about.
        var fourth = await topic.RegisterAsync(topic.Schema(("tags", """{"type":["string","null"]}""")));
        await platform.Registry.KillAsync(platform.Deadline);
        await topic.SendAsync(fourth, 50, ("tags", "\"x\""));
        await platform.StreamingStateAsync("waiting_for_registry");
        ((long)(await platform.LedgerAsync())["consumed"]!).ShouldBeLessThan(570);
        platform.StartRegistry();
        await platform.UntilAsync(async () => await AskAsync(platform, "SELECT count(*), count(referrer), count(tags) FROM events") == "[550,200,50]");
        await platform.StreamingStateAsync("running");
        streaming.HasExited.ShouldBeFalse(streaming.Output);
        quality.HasExited.ShouldBeFalse(quality.Output);

        // A table over the new columns: its windows reach back to events that do not have them.
        await streaming.StopAsync(platform.Deadline);
        await quality.StopAsync(platform.Deadline);
        await File.WriteAllTextAsync(Path.Combine(platform.Pipeline, "schemas", "event.v2.json"), wider, platform.Deadline);
        await File.AppendAllTextAsync(
            Path.Combine(platform.Pipeline, "pipeline.yaml"),
            "\n  - name: referrers\n    window: { tumbling: 2 seconds }\n    group_by: [referrer]\n    measures: { events: count(), score: sum(score), high: \"count() where score > 5\" }\n",
            platform.Deadline);
        platform.StartStreaming();
        platform.StartQuality();
        var drained = await platform.DrainAsync();
        ((bool)drained["balanced"]!).ShouldBeTrue(drained.ToJsonString());
        var lake = new LakeLayout(platform.LakeData, DrillPipeline.Name);
        await platform.UntilAsync(() => Task.FromResult(
            new DeltaTable(lake.Gold("referrers")) is var table && table.Load() is { } snapshot && table.FindLatestCommit(snapshot.Version, AuditCommit.Key) is not null
            && Query($"SELECT sum(events) FROM {Scan(lake.Gold("referrers"))}") is ["550"]));
        var expected = $"""
            SELECT make_timestamp(s), make_timestamp(s + 2000000), referrer, count(*), sum(score)::BIGINT, count(*) FILTER (score > 5)
            FROM (SELECT *, epoch_us(event_time) // 2000000 * 2000000 AS s FROM {Scan(lake.Gold(LakeLayout.Events))}) GROUP BY ALL
            """;
        var actual = $"SELECT * FROM {Scan(lake.Gold("referrers"))}";
        Query($"({expected} EXCEPT ALL {actual}) UNION ALL ({actual} EXCEPT ALL {expected})").ShouldBeEmpty();
        LedgerWalk.Verify(lake);
    }

    /// <summary>The first row of the API's answer; null while it refuses.</summary>
    private static async Task<string?> AskAsync(DrillPlatform platform, string sql)
    {
        using var answer = await platform.QueryAsync(sql);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(platform.Deadline))!["rows"]![0]!.ToJsonString() : null;
    }

    private static List<string> DeadLetters(DrillPlatform platform)
    {
        var table = new LakeLayout(platform.LakeData, DrillPipeline.Name).Ops("dead_letters");
        return new DeltaTable(table).Load() is null ? [] : Query($"SELECT reason, count(*), bool_and(detail LIKE '%amount_cents%')::VARCHAR FROM {Scan(table)} GROUP BY reason");
    }

    private static List<string> Reasons(DrillPlatform platform, int count)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = platform.BootstrapServers, GroupId = "reasons", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false }).Build();
        consumer.Subscribe($"{DrillPlatform.Topic}.dlq");
        return [.. Enumerable.Range(0, count).Select(_ => Encoding.UTF8.GetString(consumer.Consume(platform.Deadline).Message.Headers.GetLastBytes("dlq.reason")))];
    }

    private static List<string> Query(string sql) => IngestHarness.Query(sql);

    private static string Scan(string directory)
    {
        var snapshot = new DeltaTable(directory).Load()!;
        return LakeSql.Scan(directory, snapshot.Files, snapshot.Schema);
    }
}
