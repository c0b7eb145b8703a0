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
    private static async Task<IngestHarness> FillAsync(int batchRecords, long skipped)
    {
        var ingest = new IngestHarness { BatchRecords = batchRecords };
        var windows = new WindowHarness(ingest);
        await ingest.RunToEndAsync(GeneratedEvent.Records(GeneratedEvent.Log(seed: 51, perPartition: 100)), () => batchRecords);
        for (long version = 0; version <= ingest.Events.Load()!.Version; version++)
        {
            windows.Promote(version, quarantined: version == skipped);
        }

        await windows.RunAsync(() => ingest.Settings.Pipeline.Tables.All(table => windows.Newest(table.Name) is { EndOfInput: true }), TestContext.Current.CancellationToken);
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
