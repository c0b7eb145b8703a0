using Analytics.Broker.Protocol;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Log;

[Trait("Category", "Integration")]
public sealed class LogWritebackTests
{
    /// <summary>Beside the log lies an older file with as many bytes, which the system writes when it likes.</summary>
    [Fact]
    public async Task Append_IsWrittenLongBeforeTheSystemWould()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var broker = TestBroker.Start();
        var log = broker.Running.Topics.GetOrCreate("t")!.Partitions[0];
        using var left = File.OpenHandle(Path.Combine(log.Folder, "left"), FileMode.CreateNew, FileAccess.ReadWrite);
        RandomAccess.Write(left, new byte[5_000_000], 0);
        Assert.SkipWhen(PageCache.Unwritten(left) is null or 0, "needs cachestat(2) and a file system that writes later");
        for (var i = 0; i < 100; i++)
        {
            log.Append(Batches.Of(new string('x', 50_000))).Error.ShouldBe(ErrorCode.None);
        }

        using var written = File.OpenHandle(Directory.GetFiles(log.Folder, "*.log").ShouldHaveSingleItem(), share: FileShare.ReadWrite | FileShare.Delete);
        while (PageCache.Unwritten(written) > 0)
        {
            await Task.Delay(50, cancellation);
        }

        PageCache.Unwritten(left).ShouldNotBe(0UL, "the log was written when everything was");
    }
}
