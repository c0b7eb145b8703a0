using Analytics.Contracts.Commits;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Settlement;

public sealed class WindowSettlementTests : IDisposable
{
    private const string Table = SettlementLake.Windows;

    private readonly SettlementLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Settle_FreshRanges_TouchNoGoldFile()
    {
        _lake.StageWindows(1, [new WindowRange(0, 2)], (0, 10), (1, 11));
        await _lake.SettleAllAsync(_lake.Suite(), Table);
        _lake.StageWindows(5, [new WindowRange(2, 3)], (2, 12));
        await _lake.SettleAllAsync(_lake.Suite(), Table);

        _lake.Gold(Table).ReadCommit(1)!.Removed.ShouldBeEmpty();
        Rows().ShouldBe(["0 10", "1 11", "2 12"]);
        var audit = _lake.LastAudit(Table);
        audit.LastBatch.ShouldBe(5);
        audit.Windows!.GoldVersion.ShouldBe(5);
        audit.Windows.ClosedTo.ShouldBe(SettlementLake.Minute(3));
    }

    [Fact]
    public async Task Settle_RecomputedRange_ReplacesItsRowsAndKeepsTheOthers()
    {
        _lake.StageWindows(1, [new WindowRange(0, 4)], (0, 10), (1, 11), (2, 12), (3, 13));
        await _lake.SettleAllAsync(_lake.Suite(), Table);
        _lake.StageWindows(2, [new WindowRange(1, 3)], (1, 99));
        await _lake.SettleAllAsync(_lake.Suite(), Table);

        Rows().ShouldBe(["0 10", "1 99", "3 13"]);
    }

    [Fact]
    public async Task Settle_RangeWithoutRows_EmptiesTheRange()
    {
        _lake.StageWindows(1, [new WindowRange(0, 2)], (0, 10), (1, 11));
        await _lake.SettleAllAsync(_lake.Suite(), Table);
        _lake.StageWindows(2, [new WindowRange(0, 2)]);
        await _lake.SettleAllAsync(_lake.Suite(), Table);

        Rows().ShouldBeEmpty();
        _lake.Gold(Table).Load()!.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Settle_SeveralStagedRunsOfOneWindow_TheLastOneStands()
    {
        _lake.StageWindows(1, [new WindowRange(0, 2)], (0, 10), (1, 11));
        _lake.StageWindows(2, [new WindowRange(2, 3)], (2, 12));
        _lake.StageWindows(3, [new WindowRange(1, 2)], (1, 50));
        _lake.StageWindows(4, [new WindowRange(1, 2)], (1, 60));
        await _lake.SettleAllAsync(_lake.Suite(), Table);

        Rows().ShouldBe(["0 10", "1 60", "2 12"]);
        _lake.Gold(Table).Load()!.Version.ShouldBe(2);
        GateRanges(0).ShouldBe([new WindowRange(0, SettlementLake.Minute(2)), new WindowRange(SettlementLake.Minute(2), SettlementLake.Minute(3))]);
    }

    [Fact]
    public async Task Settle_BatchQuarantined_LeavesGoldAsItWas()
    {
        _lake.StageWindows(1, [new WindowRange(0, 1)], (0, 10));
        var suite = _lake.Suite("""{"type":"expect_column_max_to_be_between","kwargs":{"column":"events","max_value":50}}""");
        await _lake.SettleAllAsync(suite, Table);
        _lake.StageWindows(2, [new WindowRange(0, 1)], (0, 100));
        await _lake.SettleAllAsync(suite, Table);

        Rows().ShouldBe(["0 10"]);
        _lake.LastAudit(Table).Totals.ShouldBe(new SettlementCounts(1, 1, 0));
    }

    private IReadOnlyList<WindowRange> GateRanges(long version) =>
        Analytics.Quality.Settlement.GateState.Read(_lake.Gold(Table).ReadCommit(version)!)!.Windows!.Ranges;

    private IReadOnlyList<string> Rows() => _lake.Rows(_lake.Gold(Table), "epoch_us(window_start) // 60000000, events");
}
