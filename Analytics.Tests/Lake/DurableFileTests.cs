using Analytics.Lake.Files;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DurableFileTests() => File.WriteAllText(_folder.At("a"), "content");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryLink_TakenName_IsFalseAndLeavesIt()
    {
        File.WriteAllText(_folder.At("b"), "other");
        DurableFile.TryLink(_folder.At("a"), _folder.At("b")).ShouldBeFalse();
        File.ReadAllText(_folder.At("b")).ShouldBe("other");
    }

    [Fact]
    public void TryLink_FreeName_IsTheSameFile()
    {
        DurableFile.TryLink(_folder.At("a"), _folder.At("bä")).ShouldBeTrue();
        File.AppendAllText(_folder.At("a"), "+");
        File.ReadAllText(_folder.At("bä")).ShouldBe("content+");
    }

    [Fact]
    public void TryLink_MissingSource_IsAnErrorWithErrno()
    {
        const int noSuchFile = 2;
        Should.Throw<IOException>(() => DurableFile.TryLink(_folder.At("gone"), _folder.At("b"))).HResult.ShouldBe(noSuchFile);
    }

    [Fact]
    public void LinkOrCopy_EqualTarget_IsKept()
    {
        File.WriteAllText(_folder.At("b"), "CONTENT");
        DurableFile.LinkOrCopy(_folder.At("a"), _folder.At("b"));
        File.ReadAllText(_folder.At("b")).ShouldBe("CONTENT");
    }

    [Fact]
    public void LinkOrCopy_TornTarget_IsReplaced()
    {
        File.WriteAllText(_folder.At("b"), "cont");
        DurableFile.LinkOrCopy(_folder.At("a"), _folder.At("b"));
        File.ReadAllText(_folder.At("b")).ShouldBe("content");
        Directory.GetFiles(_folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public void LinkOrCopy_OtherFileSystem_Copies()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm") && OperatingSystem.IsLinux(), "needs a second file system: /dev/shm");
        var target = Path.Combine("/dev/shm", $"analytics-lake-{Guid.NewGuid():N}");
        try
        {
            DurableFile.LinkOrCopy(_folder.At("a"), target);
            File.ReadAllText(target).ShouldBe("content");
        }
        finally
        {
            File.Delete(target);
        }
    }

    [Fact]
    public void Sync_MissingFileOrFolder_IsAnError()
    {
        Should.Throw<IOException>(() => DurableFile.Sync(_folder.At("gone")));
        Should.Throw<IOException>(() => DurableFile.SyncDirectory(_folder.At("gone"))).Message.ShouldContain(_folder.At("gone"));
        DurableFile.Sync(_folder.At("a"));
        DurableFile.SyncDirectory(_folder.Path);
    }
}
