using Analytics.Broker.Groups;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Groups;

public sealed class OffsetStoreTests : IDisposable
{
    private readonly BrokerFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "offsets.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commit_Reopened_IsThere()
    {
        using (var store = Open())
        {
            store.Commit("g", [new("t", 0, 5, -1, "note"), new("t", 1, 6, 0, null)]);
            store.Commit("g", [new("t", 0, 7, -1, null)]);
        }

        using var again = Open();
        again.Find("g", "t", 0).ShouldBe(new CommittedOffset("t", 0, 7, -1, null));
        again.Find("g", "t", 1).ShouldBe(new CommittedOffset("t", 1, 6, 0, null));
        again.Find("g", "t", 2).ShouldBeNull();
        again.Groups().ShouldBe(["g"]);
    }

    [Fact]
    public void Open_TornTailOfEveryLength_KeepsTheCommitsBefore()
    {
        using (var store = Open())
        {
            store.Commit("g", [new("t", 0, 5, -1, null)]);
            store.Commit("g", [new("t", 0, 6, -1, null)]);
        }

        var whole = System.IO.File.ReadAllBytes(File);
        for (var torn = 1; torn < whole.Length / 2; torn++)
        {
            System.IO.File.WriteAllBytes(File, whole[..^torn]);
            using var again = Open();
            again.Find("g", "t", 0)!.Value.Offset.ShouldBe(5);
        }
    }

    [Fact]
    public void Commit_ManyTimes_DoesNotGrowTheFileForEver()
    {
        using var store = Open();
        var metadata = new string('m', 10_000);
        for (var i = 0; i < 400; i++)
        {
            store.Commit("g", [new("t", 0, i, -1, metadata)]);
        }

        new FileInfo(File).Length.ShouldBeLessThan(1_200_000);
        store.Find("g", "t", 0)!.Value.Offset.ShouldBe(399);
    }

    [Fact]
    public void Remove_ForgetsItForEver()
    {
        using (var store = Open())
        {
            store.Commit("g", [new("t", 0, 5, -1, null), new("u", 0, 6, -1, null)]);
            store.Remove("g", [("t", 0), ("t", 1)]);
        }

        using var again = Open();
        again.Find("g", "t", 0).ShouldBeNull();
        again.Find("g", "u", 0)!.Value.Offset.ShouldBe(6);
    }

    private OffsetStore Open() => new(File, sync: false, NullLogger.Instance);
}
