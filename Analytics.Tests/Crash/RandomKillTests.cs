using System.Globalization;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>
/// Streaming, quality and the broker are killed at random moments while records are sent, whatever they are doing, starting included, and started again
/// at once.
/// </summary>
[Collection(CrashCollection.Name)]
public sealed class RandomKillTests
{
    private const int Seed = 20260103;

    [Fact]
    [Trait("Category", "Drill")]
    public Task Fifteen_kills() => KillAsync(kills: 15, TimeSpan.FromSeconds(150));

    [Fact]
    [Trait("Category", "Long")]
    public Task A_hundred_kills() => KillAsync(kills: 100, TimeSpan.FromSeconds(420));

    private static async Task KillAsync(int kills, TimeSpan limit)
    {
        var random = new Random(Seed);
        await using var platform = await DrillPlatform.StartAsync(limit, quarantines: true);
        Func<DrillService>[] start = [() => platform.StartStreaming(), () => platform.StartQuality(), platform.StartBroker];
        DrillService[] running = [start[0](), start[1](), platform.Broker];
        var producer = platform.StartProducer(rate: 1500);
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > 0);
        var before = await platform.LedgerAsync();
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(random.Next(50, 2500), platform.Deadline);
            var victim = random.Next(running.Length);
            running[victim].HasExited.ShouldBeFalse($"kill {kill.ToString(CultureInfo.InvariantCulture)}: {running[victim].Name} ended by itself\n{running[victim].Output}");
            await running[victim].KillAsync(platform.Deadline);
            running[victim].ExitCode.ShouldBe(DrillService.Killed);
            running[victim] = start[victim]();
        }

        producer.HasExited.ShouldBeFalse(producer.Output);
        var after = await platform.LedgerAsync();
        ((long)after["gold"]!).ShouldBeGreaterThan((long)before["gold"]!, "the drill must kill at work");
        await platform.StopProducerAsync(producer);
        ((long)(await LakeVerdict.OfAsync(platform))["quarantined"]!).ShouldBeGreaterThan(0);
        foreach (var service in running)
        {
            service.HasExited.ShouldBeFalse(service.Output);
        }
    }
}
