using System.Collections.Concurrent;
using Analytics.Broker.Storage;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

/// <summary>What is flushed in a folder is lost with the folder, where nobody has flushed its name.</summary>
public sealed class TopicFolderNameTests
{
    [Fact]
    public async Task Start_OverAFolderThatIsNew_FlushesTheNamesOfAllFoldersAboveTheTopics()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NTFS journals its folders.");
        var flushed = new ConcurrentQueue<string>();
        FolderSync.Flushed += flushed.Enqueue;
        try
        {
            await using var broker = TestBroker.Start();
            flushed.ShouldContain(broker.Options.DataDirectory);
            flushed.ShouldContain(Path.GetDirectoryName(broker.Options.DataDirectory)!);
            flushed.ToList().LastIndexOf(broker.Options.DataDirectory).ShouldBeGreaterThan(flushed.ToList().IndexOf(broker.Options.DataDirectory), "once more, after topics/ is there");
        }
        finally
        {
            FolderSync.Flushed -= flushed.Enqueue;
        }
    }
}
