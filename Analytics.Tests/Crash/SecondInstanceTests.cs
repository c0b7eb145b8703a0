using Analytics.Lake.Layout;
using Analytics.ServiceDefaults.Faults;
using Shouldly;
using Xunit;
using QualityFault = Analytics.Quality.Telemetry.Fault;
using StreamingFault = Analytics.Streaming.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>Two instances of a writer on one lake: only one of them ever writes.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Drill")]
public sealed class SecondInstanceTests
{
    private const int Refused = 2;

    [Fact]
    public async Task A_frozen_one_keeps_its_lock_until_it_dies()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(120));
        platform.StartQuality();
        var frozen = platform.StartStreaming();
        var producer = platform.StartProducer(rate: 1000);
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > 0);
        await frozen.FreezeAsync(platform.Deadline);

        var successor = platform.StartStreaming();
        (await successor.EndAsync(platform.Deadline)).ShouldBe(Refused, successor.Output);

        var consumed = (long)(await platform.LedgerAsync())["consumed"]!;
        var patient = platform.StartStreaming();
        await frozen.KillAsync(platform.Deadline);
        await platform.LedgerAsync(ledger => (long)ledger["consumed"]! > consumed);
        patient.HasExited.ShouldBeFalse();
        await patient.StopAsync(platform.Deadline);
        platform.StartStreaming();

        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
    }

    /// <summary>
    /// As on a file system that forgets locks: the successor gets one although the holder has only stopped, at a step that could hardly be worse.
    /// When it goes on nothing is committed twice, at most some records of side topics are repeated, and it ends while its successor works on.
    /// </summary>
    [Fact]
    public async Task One_that_goes_on_after_its_successor_took_over_ends()
    {
        (string Role, string Step)[] stops =
        [
            ("streaming", $"{StreamingFault.AfterWrite}:3"),
            ("quality", $"{QualityFault.AfterWrite}:3"),
            ("streaming", "staging/events.ingest.before_link:3"),
            ("quality", "gold/events.audit.before_link:3"),
            ("streaming", StreamingFault.MidTopic),
            ("quality", "quarantine/events.audit.before_link"),
            ("streaming", $"staging/{DrillPipeline.Tumbling}.{DrillPipeline.Tumbling}.before_link"),
        ];
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(420), quarantines: true);
        var producer = platform.StartProducer(rate: 1000);
        var running = new Dictionary<string, DrillService> { ["streaming"] = platform.StartStreaming(), ["quality"] = platform.StartQuality() };
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > 0);
        foreach (var (role, step) in stops)
        {
            await running[role].StopAsync(platform.Deadline);
            var zombie = Start(platform, role, FaultPoints.StopAt + step);
            await zombie.StoppedAsync(platform.Deadline);
            var before = await platform.LedgerAsync();
            File.Delete(Path.Combine(new LakeLayout(platform.LakeData, DrillPipeline.Name).Root, ".locks", $"{role}.lock"));
            running[role] = Start(platform, role, fault: null);

            // What only the successor can have committed, the stopped one being as it is.
            var work = role == "streaming" ? "consumed" : "gold";
            await platform.LedgerAsync(ledger => (long)ledger[work]! > (long)before[work]!);
            await zombie.ThawAsync(platform.Deadline);

            // Wherever it stood, it sees before its next link(2) or send that the lock is another's. The successor is not disturbed.
            (await zombie.EndAsync(platform.Deadline)).ShouldBe(1, $"{step}\n{zombie.Output}");
            zombie.Output.ShouldContain("another instance is or was at work", customMessage: step);
            running[role].HasExited.ShouldBeFalse($"{step}\n{running[role].Output}");

            // Back on the port that the drill asks.
            await running[role].KillAsync(platform.Deadline);
            running[role] = Start(platform, role, fault: null);
        }

        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
    }

    private static DrillService Start(DrillPlatform platform, string role, string? fault) =>
        role == "streaming" ? platform.StartStreaming(fault) : platform.StartQuality(fault);
}
