using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>A file of the lake is damaged: whoever would read it names it and waits, nothing of it is served, and all goes on once it is restored.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Drill")]
public sealed class DamagedFileTests
{
    [Fact]
    public async Task Each_damaged_file_is_named_and_work_goes_on_once_it_is_restored()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), maintained: false);
        var lake = new LakeLayout(platform.LakeData, DrillPipeline.Name);
        var streaming = platform.StartStreaming();
        await platform.ProducedAsync(platform.StartProducer(rate: 3000, count: 6000));
        await platform.LedgerAsync(ledger => (long)ledger["accepted"]! > 0 && (long)ledger["consumed"]! == platform.Records());

        // Staged and not settled: the gate must not promote it.
        using (Damage(NewestDataFile(lake.Staging(LakeLayout.Events)), out var staged))
        {
            var quality = platform.StartQuality();
            await platform.UntilAsync(async () =>
                await platform.HealthAsync("Analytics.Quality") is { Healthy: false } health && health.Text.Contains(Path.GetFileName(staged), StringComparison.Ordinal));
            await platform.SaysAsync(quality, Path.GetFileName(staged));
        }

        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > 0 && (long)ledger["pending"]! == 0);

        // In gold, and by its link in staging: the API must not serve it, and ingest needs its ids at the start.
        using (Damage(NewestDataFile(lake.Gold(LakeLayout.Events)), out var gold))
        {
            var answer = await platform.QueryAsync("SELECT count(*) FROM events");
            answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.InternalServerError);
            (await answer.Content.ReadAsStringAsync(platform.Deadline)).ShouldContain(Path.GetFileName(gold));
            await streaming.StopAsync(platform.Deadline);
            streaming = platform.StartStreaming();
            await platform.StreamingStateAsync("damaged_file");
            await platform.SaysAsync(streaming, Path.GetFileName(gold));
        }

        (await platform.QueryAsync("SELECT count(*) FROM events")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await platform.StreamingStateAsync("running");

        // The log itself, by one digit.
        await streaming.StopAsync(platform.Deadline);
        var log = Path.Combine(lake.Staging(LakeLayout.Events), "_delta_log", "00000000000000000001.json");
        using (Damage(log, out _))
        {
            // Without a checkpoint every version is read at the start.
            foreach (var checkpoint in Directory.GetFiles(Path.GetDirectoryName(log)!, "*checkpoint*"))
            {
                File.Delete(checkpoint);
            }

            streaming = platform.StartStreaming();
            await platform.StreamingStateAsync("damaged_file");
            await platform.SaysAsync(streaming, Path.GetFileName(log));
        }

        await platform.StreamingStateAsync("running");
        await platform.ProducedAsync(platform.StartProducer(rate: 3000, count: 3000));
        await LakeVerdict.OfAsync(platform);
        streaming.HasExited.ShouldBeFalse(streaming.Output);
    }

    private static string NewestDataFile(string table) => Path.Combine(table, new DeltaTable(table).Load()!.Files[^1].Path);

    /// <summary>Flips a bit in the middle of a file until the result is disposed. The file stays the same inode: gold's are links of staged ones.</summary>
    private static Restoration Damage(string file, out string damaged)
    {
        damaged = file;
        return new Restoration(file);
    }

    private sealed class Restoration : IDisposable
    {
        private readonly string _file;
        private readonly byte[] _whole;

        public Restoration(string file)
        {
            (_file, _whole) = (file, File.ReadAllBytes(file));
            var flipped = _whole.ToArray();
            flipped[flipped.Length / 2] ^= 1;
            Write(flipped);
        }

        public void Dispose() => Write(_whole);

        private void Write(byte[] content)
        {
            using var stream = new FileStream(_file, FileMode.Open, FileAccess.Write);
            stream.Write(content);
        }
    }
}
