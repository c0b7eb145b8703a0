using System.Collections.Concurrent;
using Analytics.SchemaRegistry.Storage;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>A log that is synced is lost with its folder, where nobody has synced the folder's name.</summary>
public sealed class FolderNameTests
{
    [Fact]
    public async Task Start_OverAFolderThatIsNew_SyncsTheNamesOfAllFoldersAbove()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NTFS journals its folders.");
        var synced = new ConcurrentQueue<string>();
        FolderSync.Synced += synced.Enqueue;
        try
        {
            await using var registry = await RunningRegistry.StartAsync();
            synced.ShouldContain(Path.GetDirectoryName(registry.LogFile)!);
            synced.ShouldContain(registry.Data);
            synced.ShouldContain(Path.GetDirectoryName(registry.Data)!);
        }
        finally
        {
            FolderSync.Synced -= synced.Enqueue;
        }
    }
}
