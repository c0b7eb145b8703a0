using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Streaming.Operations;
using Analytics.Tests.Streaming;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Operations;

public sealed class LakeComparisonTests
{
    [Fact]
    public async Task Run_TheSameTopicReadTwice_IsTheSameHoweverItWasCut()
    {
        using var one = await FillAsync(60, skipped: -1);
        using var other = await FillAsync(17, skipped: -1);

        using var comparison = new LakeComparison(one.Settings.Pipeline, one.Settings.Lake, other.Settings.Lake);

        comparison.Run(TestContext.Current.CancellationToken).ShouldAllBe(table => table.Count == 0);
    }

    [Fact]
    public async Task Run_ABatchIsMissingInOne_NamesItsRowsAndItsWindows()
    {
        using var one = await FillAsync(60, skipped: -1);
        using var other = await FillAsync(60, skipped: 2);

        using var comparison = new LakeComparison(one.Settings.Pipeline, one.Settings.Lake, other.Settings.Lake);
        var differences = comparison.Run(TestContext.Current.CancellationToken).ToDictionary(table => table.Table);

        var missing = new DeltaTable(one.Settings.Lake.Staging(LakeLayout.Events)).ReadCommit(2)!.Added.Sum(file => file.RowCount);
        differences["ledger, first line"].Count.ShouldBe(0);
        differences[LakeLayout.Events].Count.ShouldBe(missing);
        differences[LakeLayout.Events].Samples[0].ShouldStartWith("only here: ");
        differences["per_minute"].Count.ShouldBeGreaterThan(0);
        differences["per_minute"].Samples.ShouldContain(sample => sample.StartsWith("another value: ", StringComparison.Ordinal) || sample.StartsWith("only here: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OneLakeHasClosedFewerWindows_ComparesWhatBothHaveClosed()
    {
        const int seconds = 300;
        List<List<GeneratedEvent>> log =
            [.. Enumerable.Range(0, 3).Select(partition => Enumerable.Range(0, seconds).Select(i => new GeneratedEvent($"{partition}-{i}", GeneratedEvent.Epoch + (i * 1_000_000L), "k", i, IsPoison: false)).ToList())];
        using var closed = await FillAsync(log, 60, skipped: -1);
        using var open = await FillAsync(log, 60, skipped: -1, endOfInput: false);

        using var comparison = new LakeComparison(closed.Settings.Pipeline, closed.Settings.Lake, open.Settings.Lake);
        var tables = comparison.Run(TestContext.Current.CancellationToken).ToDictionary(table => table.Table);

        tables["per_minute"].ClosedTo.ShouldNotBeNull();
        tables["per_minute"].Count.ShouldBe(0);
        Rows(open).ShouldBeGreaterThan(0);
        Rows(open).ShouldBeLessThan(Rows(closed));

        static long Rows(IngestHarness lake) => new DeltaTable(lake.Settings.Lake.Gold("per_minute")).Load()!.RowCount;
    }

    [Fact]
    public async Task Run_BothHaveTheSameDamagedFile_NamesItInsteadOfCallingThemEqual()
    {
        using var one = await FillAsync(60, skipped: -1);
        var gold = new DeltaTable(one.Settings.Lake.Gold(LakeLayout.Events));
        var file = Path.Combine(gold.Directory, gold.Load()!.Files[0].Path);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        using var comparison = new LakeComparison(one.Settings.Pipeline, one.Settings.Lake, one.Settings.Lake);

        Should.Throw<InvalidDataException>(() => comparison.Run(TestContext.Current.CancellationToken).ToList()).Message.ShouldContain(file);
    }

    /// <summary>A lake whose gold has all but one batch; its windows' gold is what was staged for them.</summary>
    private static Task<IngestHarness> FillAsync(int batchRecords, long skipped) => FillAsync(GeneratedEvent.Log(seed: 51, perPartition: 100), batchRecords, skipped);

    /// <summary>The same from a log; without the batch that ends the input only those windows are closed that the watermark has passed.</summary>
    private static async Task<IngestHarness> FillAsync(List<List<GeneratedEvent>> log, int batchRecords, long skipped, bool endOfInput = true)
    {
        var ingest = new IngestHarness { BatchRecords = batchRecords };
        var windows = new WindowHarness(ingest);
        await ingest.RunToEndAsync(GeneratedEvent.Records(log), () => batchRecords);
        var last = ingest.Events.Load()!.Version;
        for (long version = 0; version <= (endOfInput ? last : last - 1); version++)
        {
            windows.Promote(version, quarantined: version == skipped);
        }

        if (endOfInput)
        {
            await windows.RunAsync(() => ingest.Settings.Pipeline.Tables.All(table => windows.Newest(table.Name) is { EndOfInput: true }), TestContext.Current.CancellationToken);
        }
        else
        {
            windows.RunOnce(TestContext.Current.CancellationToken);
        }

        foreach (var table in ingest.Settings.Pipeline.Tables)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ingest.Settings.Lake.Gold(table.Name))!);
            Copy(ingest.Settings.Lake.Staging(table.Name), ingest.Settings.Lake.Gold(table.Name));
        }

        return ingest;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
