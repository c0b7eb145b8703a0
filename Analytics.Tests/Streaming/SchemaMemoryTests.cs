using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Contracts.Wire;
using Analytics.SchemaRegistry.Hosting;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Telemetry;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>The columns that versions of the schema brought are known for as long as the table has them, not only until the next start.</summary>
[Trait("Category", "Integration")]
public sealed class SchemaMemoryTests
{
    [Theory]
    [InlineData("integer", "score", "string")]
    [InlineData("integer", "Score", "integer")]
    [InlineData("object", "score", "string")]
    [InlineData("string", "score", "array")]
    public async Task Ingest_VersionAgainstAColumnFromBeforeTheRestart_IsADeadLetter(string before, string name, string type)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var harness = new IngestHarness(_ => PipelineLoader.Load(PipelineLocator.Find("saas", AppContext.BaseDirectory)));
        await using var registry = await RegistryHost.BuildAsync(new RegistryOptions("http://127.0.0.1:0", harness.Root));
        await registry.StartAsync(cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(registry.Urls.First()) };
        var source = harness.Settings.Pipeline.Source;
        (await http.PutAsJsonAsync($"/config/{source.Subject}", new { compatibility = "NONE" }, cancellation)).EnsureSuccessStatusCode();
        var client = new SchemaRegistryClient(http);
        var first = await RegisterAsync("score", before);
        var value = before == "integer" ? "7" : before == "object" ? """{"of":7}""" : "\"seven\"";
        var second = await RegisterAsync(name, type);
        List<List<MemoryRecord>> log = [[Record(first, 0, $", \"score\": {value}"), Record(second, 1, ""), Record(first, 2, $", \"score\": {value}")], [], []];

        var lives = 1 + await harness.RunToEndAsync(
            () => new MemoryRecordSource(log, () => 1),
            () => new RegistryContracts(harness.Settings, client, harness.Status, TimeProvider.System),
            point =>
            {
                if (point == Fault.AfterCommit && harness.LastCommit()!.Totals.Consumed == 1)
                {
                    throw new IOException("the process ends here");
                }
            });

        lives.ShouldBe(2);
        harness.Side().ShouldBe(["incompatible_schema 0/1"]);
        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 3, Accepted: 2, Duplicate: 0, Late: 0, DeadLettered: 1));

        async Task<int> RegisterAsync(string property, string propertyType)
        {
            var schema = JsonNode.Parse(await File.ReadAllTextAsync(source.SchemaFiles[0], cancellation))!;
            schema["properties"]![property] = new JsonObject { ["type"] = propertyType };
            return await client.RegisterAsync(source.Subject, schema.ToJsonString(), cancellation);
        }
    }

    private static MemoryRecord Record(int schema, int number, string more) => new(
        GeneratedEvent.Epoch,
        ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(
            $$$"""{"event_id":"00000000-0000-4000-8000-{{{number:D12}}}","event_time":"{{{GeneratedEvent.Iso(GeneratedEvent.Epoch)}}}","tenant_id":"acme","user_id":"u-1","event_type":"click","session_id":"s-1","country":"DE","context":{"device":"phone","app_version":"1.0.0"}{{{more}}}}""")));
}
