using System.Text;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Contracts.Wire;
using Analytics.SchemaRegistry.Hosting;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Status;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>A registry that does not answer as one makes ingest wait; only its own "not found" makes a dead letter.</summary>
[Trait("Category", "Integration")]
public sealed class RegistryOutageTests
{
    [Fact]
    public async Task Ingest_RegistryErrorsAndTimeouts_WaitsAndLosesNothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var harness = new IngestHarness(_ => PipelineLoader.Load(PipelineLocator.Find("saas", AppContext.BaseDirectory)));
        await using var registry = await RegistryHost.BuildAsync(new RegistryOptions("http://127.0.0.1:0", harness.Root));
        await registry.StartAsync(cancellation);
        var address = new Uri(registry.Urls.First());
        using var direct = new HttpClient { BaseAddress = address };
        var source = harness.Settings.Pipeline.Source;
        var schema = await new SchemaRegistryClient(direct).RegisterAsync(source.Subject, await File.ReadAllTextAsync(source.SchemaFiles[0], cancellation), cancellation);

        var states = new List<string>();
        using var faulty = new FaultyRegistry(number =>
        {
            if (number is > 0 && number <= FaultyRegistry.Count)
            {
                states.Add($"{harness.Status.State} {harness.LastCommit()?.Totals.Consumed ?? 0}");
            }
        });
        using var http = new HttpClient(faulty) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(2) };
        var client = new SchemaRegistryClient(http);
        var time = new FakeTimeProvider();
        List<List<MemoryRecord>> log = [[.. Enumerable.Range(0, 5).Select(number => Record(schema, number)), Record(schema + 1000, 5)], [], []];

        var running = harness.RunToEndAsync(
            () => new MemoryRecordSource(log, () => 100), () => new RegistryContracts(harness.Settings, client, harness.Status, time));
        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(running, Task.Delay(5, cancellation));
        }

        (await running).ShouldBe(0);
        states.ShouldBe(Enumerable.Repeat($"{EngineStates.WaitingForRegistry} 0", FaultyRegistry.Count));
        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 6, Accepted: 5, Duplicate: 0, Late: 0, DeadLettered: 1));
        harness.Side().ShouldBe(["unknown_schema 0/5"]);
    }

    private static MemoryRecord Record(int schema, int number) => new(
        GeneratedEvent.Epoch,
        ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(
            $$$"""{"event_id":"00000000-0000-4000-8000-{{{number:D12}}}","event_time":"{{{GeneratedEvent.Iso(GeneratedEvent.Epoch)}}}","tenant_id":"acme","user_id":"u-1","event_type":"click","session_id":"s-1","country":"DE","context":{"device":"phone","app_version":"1.0.0"}}""")));
}
