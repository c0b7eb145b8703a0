using Analytics.Contracts.Commits;
using Analytics.Quality.Quarantine;
using Analytics.Tests.Quality.Settlement;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Quarantine;

/// <summary>Batches of window tables: a window's rows may have been computed anew while the batch was in quarantine.</summary>
public sealed class WindowDecisionTests : IDisposable
{
    private const string Table = SettlementLake.Windows;
    private const string Batch = """{"type":"expect_column_max_to_be_between","kwargs":{"column":"events","max_value":50}}""";
    private const string Row = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"events","max_value":50}}""";

    private readonly SettlementLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Release_OfAWholeBatch_ReplacesItsWindows()
    {
        await StageAsync(Batch, 1, 0, 4, (0, 10), (1, 11), (2, 12), (3, 13));
        await StageAsync(Batch, 2, 1, 3, (1, 99));
        Rows().ShouldBe(["0 10", "1 11", "2 12", "3 13"]);

        _lake.Decide(QuarantineAction.Release, 2, Table).Released.ShouldBe(1);

        Rows().ShouldBe(["0 10", "1 99", "3 13"]);
        var audit = _lake.LastAudit(Table);
        audit.Totals.ShouldBe(new SettlementCounts(5, 0, 0));
        audit.Windows!.ClosedTo.ShouldBe(SettlementLake.Minute(3));
        audit.Windows.Ranges.ShouldBe([new WindowRange(SettlementLake.Minute(1), SettlementLake.Minute(3))]);
        _lake.Quarantined(Table).ShouldBeEmpty();
    }

    [Fact]
    public async Task Release_OfSomeRows_AddsThemToTheirNeighbours()
    {
        await StageAsync(Row, 1, 0, 3, (0, 10), (1, 99), (2, 12));
        Rows().ShouldBe(["0 10", "2 12"]);

        _lake.Decide(QuarantineAction.Release, 1, Table).Released.ShouldBe(1);
        Rows().ShouldBe(["0 10", "1 99", "2 12"]);
    }

    [Fact]
    public async Task Release_WindowsComputedAnewSince_KeepsTheNewRows()
    {
        await StageAsync(Batch, 1, 0, 3, (0, 100), (1, 101), (2, 102));
        await StageAsync(Batch, 2, 1, 2, (1, 11));

        var outcome = _lake.Decide(QuarantineAction.Release, 1, Table);

        (outcome.Released, outcome.Discarded).ShouldBe((2, 1));
        Rows().ShouldBe(["0 100", "1 11", "2 102"]);
        _lake.LastAudit(Table).Totals.ShouldBe(new SettlementCounts(3, 0, 1));
    }

    [Fact]
    public async Task Release_AllWindowsComputedAnew_IsRefused()
    {
        await StageAsync(Batch, 1, 0, 1, (0, 100));
        await StageAsync(Batch, 2, 0, 1, (0, 200));

        Should.Throw<DecisionRefusedException>(() => _lake.Decide(QuarantineAction.Release, 1, Table)).Message.ShouldContain("by batch 2");
        _lake.Decide(QuarantineAction.Release, 2, Table).Released.ShouldBe(1);
        _lake.Decide(QuarantineAction.Discard, 1, Table).Discarded.ShouldBe(1);

        Rows().ShouldBe(["0 200"]);
        _lake.LastAudit(Table).Totals.ShouldBe(new SettlementCounts(1, 0, 1));
    }

    [Fact]
    public async Task Settlement_OfReleasedWindowsComputedAnew_ReplacesThem()
    {
        await StageAsync(Batch, 1, 0, 2, (0, 100), (1, 101));
        _lake.Decide(QuarantineAction.Release, 1, Table);
        await StageAsync(Batch, 3, 1, 2, (1, 7));

        Rows().ShouldBe(["0 100", "1 7"]);
    }

    private async Task StageAsync(string expectation, long batch, long from, long to, params (long Start, long Events)[] windows)
    {
        _lake.StageWindows(batch, [new WindowRange(from, to)], windows);
        await _lake.SettleAllAsync(_lake.Suite(expectation), Table);
    }

    private IReadOnlyList<string> Rows() => _lake.Rows(_lake.Gold(Table), "epoch_us(window_start) // 60000000, events");
}
