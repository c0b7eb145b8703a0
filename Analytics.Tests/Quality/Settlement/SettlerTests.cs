using Analytics.Contracts.Commits;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Settlement;

public sealed class SettlerTests : IDisposable
{
    private const string AmountCritical = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0}}""";
    private const string AmountWarning = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0},"severity":"warning"}""";
    private const string IdUnique = """{"type":"expect_column_values_to_be_unique","kwargs":{"column":"id"}}""";
    private const string MaxRows = """{"type":"expect_table_row_count_to_be_between","kwargs":{"max_value":3}}""";

    private readonly SettlementLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Settle_NothingWrong_LinksTheStagedFilesWithTheirStatistics()
    {
        _lake.StageEvents([1, 2, null]);
        await _lake.SettleAllAsync(_lake.Suite(AmountCritical, IdUnique));

        var gold = _lake.Gold().Load()!.Files.ShouldHaveSingleItem();
        var staged = new Analytics.Lake.Log.DeltaTable(_lake.Layout.Staging("events")).Load()!.Files.ShouldHaveSingleItem();
        gold.Path.ShouldBe(staged.Path);
        gold.Statistics["amount"].Max.ShouldBe(2L);
        gold.Statistics["amount"].NullCount.ShouldBe(1);
        var audit = _lake.LastAudit();
        audit.Rows.ShouldBe(new SettlementCounts(3, 0, 0));
        audit.Verdicts.ShouldAllBe(verdict => verdict.Success);
        _lake.Quarantine().Load().ShouldBeNull();
    }

    [Fact]
    public async Task Settle_ManyBatches_MakesOneCommit()
    {
        for (var i = 0; i < 7; i++)
        {
            _lake.StageEvents([i, i]);
        }

        await _lake.SettleAllAsync(_lake.Suite(AmountCritical));

        _lake.Gold().Load()!.Version.ShouldBe(0);
        var audit = _lake.LastAudit();
        (audit.FirstBatch, audit.LastBatch, audit.StagingVersion).ShouldBe((0, 6, 6));
        audit.Totals.Gold.ShouldBe(14);
        audit.Watermark.ShouldBe(6000);
    }

    [Fact]
    public async Task Settle_RowsBreakACriticalExpectation_OnlyTheyAreQuarantined()
    {
        _lake.StageEvents([1, -2, 3]);
        _lake.StageEvents([-4, null]);
        await _lake.SettleAllAsync(_lake.Suite(IdUnique, AmountCritical));

        _lake.Rows(_lake.Gold(), "id, amount").ShouldBe(["e0 1", "e1001", "e2 3"]);
        _lake.Rows(_lake.Quarantine(), "id, amount, _settlement, _reasons").ShouldBe(
            ["e1 -2 1 [1] expect_column_values_to_be_between(amount)", "e1000 -4 1 [1] expect_column_values_to_be_between(amount)"]);
        var audit = _lake.LastAudit();
        audit.Rows.ShouldBe(new SettlementCounts(3, 2, 0));
        audit.Verdicts[1].ShouldBe(new Verdict(1, "expect_column_values_to_be_between", "amount", "critical", false, 2));
    }

    [Fact]
    public async Task Settle_EverythingBreaks_CommitsEmptyGoldThatMovesOn()
    {
        _lake.StageEvents([-1, -2], endOfInput: true);
        await _lake.SettleAllAsync(_lake.Suite(AmountCritical));

        _lake.Gold().Load()!.Files.ShouldBeEmpty();
        _lake.LastAudit().EndOfInput.ShouldBeTrue();
        _lake.LastAudit().Totals.ShouldBe(new SettlementCounts(0, 2, 0));
        _lake.Rows(_lake.Quarantine(), "id").ShouldBe(["e0", "e1"]);
    }

    [Fact]
    public async Task Settle_WarningFails_PublishesWithTheWarning()
    {
        _lake.StageEvents([1, -2]);
        await _lake.SettleAllAsync(_lake.Suite(AmountWarning));

        _lake.LastAudit().Rows.ShouldBe(new SettlementCounts(2, 0, 0));
        _lake.LastAudit().Verdicts.ShouldHaveSingleItem().ShouldBe(new Verdict(0, "expect_column_values_to_be_between", "amount", "warning", false, 1));
    }

    [Fact]
    public async Task Settle_TableLevelFails_QuarantinesThatBatchAndNotItsNeighbours()
    {
        _lake.StageEvents([1]);
        _lake.StageEvents([1, 2, 3, 4]);
        _lake.StageEvents([5]);
        await _lake.SettleAllAsync(_lake.Suite(MaxRows));

        _lake.Rows(_lake.Gold(), "id").ShouldBe(["e0", "e2000"]);
        _lake.Rows(_lake.Quarantine(), "id").ShouldBe(["e1000", "e1001", "e1002", "e1003"]);
        _lake.LastAudit().Totals.ShouldBe(new SettlementCounts(2, 4, 0));
        _lake.Gold().Load()!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Settle_SuiteSaysBatch_ARowQuarantinesItsBatch()
    {
        _lake.StageEvents([1, -2, 3]);
        await _lake.SettleAllAsync(_lake.Suite(AmountCritical.Replace("\"kwargs\"", "\"meta\":{\"on_failure\":\"quarantine_batch\"},\"kwargs\"", StringComparison.Ordinal)));

        _lake.LastAudit().Rows.ShouldBe(new SettlementCounts(0, 3, 0));
    }

    [Fact]
    public async Task Settle_ExpectationCannotBeEvaluated_KeepsTheBatchOut()
    {
        _lake.StageEvents([1]);
        await _lake.SettleAllAsync(_lake.Suite("""{"type":"expect_column_values_to_not_be_null","kwargs":{"column":"gone"}}"""));

        _lake.LastAudit().Rows.ShouldBe(new SettlementCounts(0, 1, 0));
    }

    [Fact]
    public async Task Settle_EmptyBatch_SettlesAsEmptyCommit()
    {
        _lake.StageEvents([]);
        _lake.StageEvents([], endOfInput: true);
        await _lake.SettleAllAsync(_lake.Suite(AmountCritical, MaxRows));

        var audit = _lake.LastAudit();
        (audit.LastBatch, audit.EndOfInput, audit.Rows.Settled, audit.Verdicts.Count).ShouldBe((1, true, 0, 0));
    }

    [Fact]
    public async Task Settle_RepeatedKey_QuarantinesEveryRowOfIt()
    {
        _lake.StageEvents([7, 8, 7]);
        await _lake.SettleAllAsync(_lake.Suite("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"amount"}}"""));

        _lake.Rows(_lake.Gold(), "amount").ShouldBe(["8"]);
        _lake.LastAudit().Rows.Quarantined.ShouldBe(2);
    }

    [Fact]
    public async Task Settle_BadRowsInSomeFiles_RewritesOnlyThese()
    {
        _lake.StageEvents([1, 2]);
        _lake.StageEvents([3, -4, 5]);
        _lake.StageEvents([-6]);
        _lake.StageEvents([7, 8]);
        await _lake.SettleAllAsync(_lake.Suite(AmountCritical));

        var staged = new Analytics.Lake.Log.DeltaTable(_lake.Layout.Staging("events")).Load()!.Files.Select(file => file.Path).ToArray();
        var gold = _lake.Gold().Load()!.Files.Select(file => file.Path).ToArray();
        gold.Length.ShouldBe(3);
        gold.Intersect(staged).ShouldBe([staged[0], staged[3]], ignoreOrder: true);
        _lake.Gold().Load()!.Files.Single(file => !staged.Contains(file.Path)).RowCount.ShouldBe(2);
        _lake.Rows(_lake.Gold(), "id, amount").ShouldBe(["e0 1", "e1 2", "e1000 3", "e1002 5", "e3000 7", "e3001 8"]);
        _lake.Rows(_lake.Quarantine(), "id, amount").ShouldBe(["e1001 -4", "e2000 -6"]);
    }

    [Fact]
    public async Task Settle_KeyRepeatedInTwoFiles_KeepsBothRowsOut()
    {
        _lake.StageEvents([1, 7]);
        _lake.StageEvents([2, 3]);
        _lake.StageEvents([7, -4, 5]);
        await _lake.SettleAllAsync(_lake.Suite("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"amount"}}""", AmountCritical));

        _lake.Rows(_lake.Gold(), "amount").ShouldBe(["1", "2", "3", "5"]);
        _lake.Rows(_lake.Quarantine(), "amount, _reasons").ShouldBe(
        [
            "-4 [1] expect_column_values_to_be_between(amount)",
            "7 [0] expect_column_values_to_be_unique(amount)",
            "7 [0] expect_column_values_to_be_unique(amount)",
        ]);
    }
}
