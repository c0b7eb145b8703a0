using Analytics.Broker.Groups;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Groups;

public sealed class GroupCoordinatorTests : IDisposable
{
    private readonly BrokerFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly OffsetStore _offsets;
    private readonly GroupCoordinator _groups;

    public GroupCoordinatorTests()
    {
        _offsets = new OffsetStore(Path.Combine(_folder.Path, "offsets.log"), sync: false, NullLogger.Instance);
        _groups = new GroupCoordinator(_offsets, _time, NullLogger.Instance);
        _offsets.Commit("g", [new("t", 0, 5, -1, null), new("t", 1, 6, -1, null)]);
    }

    public void Dispose()
    {
        _groups.Dispose();
        _offsets.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void LastOffsetRemoved_GroupStaysForTenMinutes()
    {
        _groups.RemoveOffsets("g", [("t", 0), ("t", 1)]);

        _offsets.All("g").ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMinutes(9));
        _groups.All().ShouldHaveSingleItem().Id.ShouldBe("g");
        _groups.Describe("g").State.ShouldBe("Empty");
        _time.Advance(TimeSpan.FromMinutes(2));
        _groups.All().ShouldBeEmpty();
        _groups.Describe("g").State.ShouldBe("Dead");
    }

    [Fact]
    public void OffsetsRemovedThatAreNotThere_TheGroupStaysNoLonger()
    {
        _groups.RemoveOffsets("g", [("t", 0), ("t", 1)]);
        _time.Advance(TimeSpan.FromMinutes(9));

        _groups.RemoveOffsets("g", [("t", 0), ("t", 2)]);
        _groups.RemoveOffsets("h", [("t", 0)]);

        _groups.All().ShouldHaveSingleItem().Id.ShouldBe("g");
        _time.Advance(TimeSpan.FromMinutes(2));
        _groups.All().ShouldBeEmpty();
    }

    [Fact]
    public void TopicDeleted_ItsOffsetsAreGone_OthersAndTheGroupStay()
    {
        _offsets.Commit("g", [new("u", 0, 7, -1, null)]);
        _offsets.Commit("h", [new("t", 0, 8, -1, null)]);

        _groups.RemoveTopic("t");

        _offsets.All("g").ShouldHaveSingleItem().Topic.ShouldBe("u");
        _offsets.All("h").ShouldBeEmpty();
        _groups.All().Select(group => group.Id).Order().ShouldBe(["g", "h"]);
    }
}
