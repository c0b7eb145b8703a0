using Analytics.Lake.Files;
using Analytics.Lake.Maintenance;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

public sealed class CompactionPlanTests
{
    private static readonly MaintenanceSettings Settings = new();

    private static readonly Gen<long> AnySize = Gen.OneOf(Gen.Long[1_000, 20_000], Gen.Long[100_000, 2_000_000], Gen.Long[1_000_000, 200_000_000]);

    [Theory]
    [InlineData(3_000, 10)]
    [InlineData(300_000, 4_000)]
    [InlineData(1_200_000, 20_000)]
    public void Choose_AnHourOfBatchesOf200Milliseconds_KeepsFewFilesAndRewritesARowAFewTimes(long size, long rows)
    {
        var files = new List<DataFile>();
        var most = 0;
        var written = 0L;
        const int batches = 18_000;
        for (var batch = 0; batch < batches; batch++)
        {
            files.Add(File($"b{batch}", size, rows));
            most = Math.Max(most, files.Count);
            written += MergeAll(files);
        }

        most.ShouldBeLessThan(250);
        files.Sum(file => file.RowCount).ShouldBe(batches * rows);
        if (size >= 64 << 10)
        {
            // Tiny files are the exception: they are merged again and again within the lowest tier, where bytes cost nothing.
            written.ShouldBeLessThan(4 * size * batches);
        }
    }

    [Fact]
    public void Choose_AnyFiles_MergesAtLeastTwoIntoAtMostAFullOne() => AnySize.Array[0, 400].Sample(sizes =>
    {
        List<DataFile> files = [.. sizes.Select((size, i) => File($"f{i}", size, size / 100))];
        var chosen = CompactionPlan.Choose(files, Settings);
        if (chosen.Count > 0)
        {
            chosen.Count.ShouldBeGreaterThanOrEqualTo(2);
            chosen.Sum(file => file.Size).ShouldBeLessThanOrEqualTo(Settings.TargetBytes);
            chosen.Sum(file => file.RowCount).ShouldBeLessThanOrEqualTo(Settings.TargetRows);
            chosen.ShouldBe(files.Where(chosen.Contains), "in their order");
        }
        else
        {
            files.Count(file => file.Size < Settings.TargetBytes / 2 && file.RowCount < Settings.TargetRows / 2).ShouldBeLessThan(4 * Settings.MinFiles);
        }
    });

    private static long MergeAll(List<DataFile> files)
    {
        var written = 0L;
        while (CompactionPlan.Choose(files, Settings) is { Count: > 0 } chosen)
        {
            var merged = File($"m{Guid.NewGuid():N}", chosen.Sum(file => file.Size), chosen.Sum(file => file.RowCount));
            var gone = chosen.ToHashSet();
            files.RemoveAll(gone.Contains);
            files.Add(merged);
            written += merged.Size;
        }

        return written;
    }

    private static DataFile File(string name, long size, long rows) =>
        new() { Path = name, Size = size, RowCount = rows, ModificationTime = 0, Statistics = new Dictionary<string, ColumnStatistics>() };
}
