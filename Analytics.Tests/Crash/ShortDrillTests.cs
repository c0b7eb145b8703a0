using Shouldly;
using Xunit;
using QualityFault = Analytics.Quality.Telemetry.Fault;
using StreamingFault = Analytics.Streaming.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>The short form of the drills: each service is hit once.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Integration")]
public sealed class ShortDrillTests
{
    private const int Refused = 2;

    [Fact]
    public async Task Every_service_dies_once_and_none_runs_twice()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(120), quarantines: true);
        var producer = platform.StartProducer(rate: 1000);
        var dying = platform.StartQuality($"{QualityFault.AfterWrite}:3");
        (await platform.StartStreaming($"{StreamingFault.AfterCommit}:3").EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed);
        var streaming = platform.StartStreaming();
        (await dying.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed);
        var settled = (long)(await platform.LedgerAsync())["gold"]!;
        var quality = platform.StartQuality();

        // Both have their locks before anyone comes second: streaming runs, and gold has grown under the new quality.
        await platform.StreamingStateAsync("running");
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > settled);

        DrillService[] second = [platform.StartStreaming(), platform.StartQuality()];
        await platform.Broker.KillAsync(platform.Deadline);
        await platform.StreamingStateAsync("waiting_for_kafka");
        platform.StartBroker();
        await platform.StreamingStateAsync("running");
        foreach (var service in second)
        {
            (await service.EndAsync(platform.Deadline)).ShouldBe(Refused, service.Output);
            service.Output.Split('\n').Length.ShouldBe(1, service.Output);
            service.Output.ShouldContain("locked by process");
        }

        await platform.StopProducerAsync(producer);
        ((long)(await LakeVerdict.OfAsync(platform))["quarantined"]!).ShouldBeGreaterThan(0);
        streaming.HasExited.ShouldBeFalse(streaming.Output);
        quality.HasExited.ShouldBeFalse(quality.Output);
    }

    /// <summary>A registry that can't be asked makes ingest wait and no event a dead letter; without quality only gold is late.</summary>
    [Fact]
    public async Task Registry_and_quality_are_away_for_a_while()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(120));
        await platform.ProducedAsync(platform.StartProducer(rate: 4000, count: 6000));
        await platform.Registry.KillAsync(platform.Deadline);
        platform.StartStreaming();
        await platform.StreamingStateAsync("waiting_for_registry");
        (await platform.HealthAsync("Analytics.Streaming"))!.Value.Text.ShouldContain("Degraded");
        ((long)(await platform.LedgerAsync())["consumed"]!).ShouldBe(0);

        platform.StartRegistry();
        await platform.StreamingStateAsync("running");
        await platform.ProducedAsync(platform.StartProducer(rate: 4000, count: 6000));
        await platform.LedgerAsync(ledger => (long)ledger["consumed"]! == platform.Records());
        var before = await platform.LedgerAsync();
        ((long)before["gold"]!).ShouldBe(0);
        ((long)before["pending"]!).ShouldBe((long)before["accepted"]!);
        ((bool)before["balanced"]!).ShouldBeTrue();

        platform.StartQuality();
        await LakeVerdict.OfAsync(platform);
    }

    [Fact]
    public async Task Closed_windows_that_gain_events_are_replaced()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(120), watermarkSeconds: 120);
        platform.StartStreaming();
        platform.StartQuality();
        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 3000));
        var first = await LakeVerdict.OfAsync(platform);
        var closedTo = (DateTime)first["tables"]![0]!["closed_to"]!;

        // The end of the input has closed windows up to the last event and beyond; half of these lie 6 to 60 seconds back.
        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 4000, "disorder=0.5"));
        var second = await LakeVerdict.OfAsync(platform);

        ((long)second["consumed"]!).ShouldBe(7000);
        ((DateTime)second["tables"]![0]!["closed_to"]!).ShouldBeGreaterThan(closedTo);
        LakeVerdict.ReplacedWindows(platform, closedTo).ShouldBeGreaterThan(0);
    }
}
