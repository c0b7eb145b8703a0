using System.Collections.Concurrent;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Tests.Quality.Settlement;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

/// <summary>A power loss may take a folder whose name nobody has flushed, with everything in it that was flushed.</summary>
public sealed class FolderNameTests : IDisposable
{
    private readonly ConcurrentQueue<string> _synced = [];

    public FolderNameTests() => DurableFile.DirectorySynced += _synced.Enqueue;

    public void Dispose() => DurableFile.DirectorySynced -= _synced.Enqueue;

    [Fact]
    public async Task FirstCommit_OfATableWhoseFolderIsThere_FlushesTheNamesOfAllFoldersAboveItsLog()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NTFS journals its folders.");
        using var lake = new SettlementLake();
        lake.StageEvents([1, -2]);
        var staging = lake.Layout.Staging(LakeLayout.Events);
        ShouldBeSynced(staging, lake);

        // The gold commit names a file in quarantine's folder, whose table has no log yet.
        var state = Analytics.Quality.Settlement.GateState.Load(lake.Gold());
        var suite = lake.Suite("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0}}""");
        lake.Settler(suite).Prepare((await lake.PendingAsync())!, state, null).ShouldNotBeNull();
        ShouldBeSynced(lake.Layout.Quarantine(LakeLayout.Events), lake);
    }

    [Fact]
    public void CreateDirectory_Again_FlushesOnlyWhatIsNew()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NTFS journals its folders.");
        using var folder = new TemporaryFolder();
        DurableFile.CreateDirectory(folder.At("a/b"));
        var before = _synced.Count(path => path.StartsWith(folder.Path, StringComparison.Ordinal));
        before.ShouldBe(2);
        DurableFile.CreateDirectory(folder.At("a/b"));
        DurableFile.CreateDirectory(folder.At("a/c"));
        _synced.Count(path => path.StartsWith(folder.Path, StringComparison.Ordinal)).ShouldBe(3);

        Directory.Delete(folder.At("a"), recursive: true);
        DurableFile.CreateDirectory(folder.At("a/b"));
        _synced.Count(path => path.StartsWith(folder.Path, StringComparison.Ordinal)).ShouldBe(5);
    }

    private void ShouldBeSynced(string table, SettlementLake lake)
    {
        for (var folder = table; folder != Path.GetDirectoryName(lake.Folder); folder = Path.GetDirectoryName(folder)!)
        {
            _synced.ShouldContain(folder);
        }
    }
}
