using Analytics.Contracts.Commits;
using Analytics.Lake.Log;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Settlement;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults.Faults;
using Analytics.Tests.Quality.Settlement;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Quarantine;

public sealed class EventDecisionTests : IDisposable
{
    private const string Amount = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0}}""";

    private readonly SettlementLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Release_BringsTheRowsToGoldOnce()
    {
        await StageAsync([1, -2, 3, -4]);
        await StageAsync([5, -6]);
        _lake.Quarantined().Select(batch => (batch.Batch, batch.Rows)).ShouldBe([(0, 2), (1, 1)]);
        _lake.Quarantined()[0].Reasons.ShouldHaveSingleItem().Reason.ShouldContain("expect_column_values_to_be_between(amount)");

        var outcome = _lake.Decide(QuarantineAction.Release, 0);

        outcome.ShouldBe(new DecisionOutcome("events", 0, QuarantineAction.Release, IsRepeat: false, 2, 0, 2));
        Rows().ShouldBe(["e0 1", "e1 -2", "e1000 5", "e2 3", "e3 -4"]);
        _lake.Rows(_lake.Quarantine(), "id").ShouldBe(["e1001"]);
        Totals().ShouldBe(new SettlementCounts(5, 1, 0));
        _lake.LastAudit().Partitions.ShouldHaveSingleItem().Totals.ShouldBe(new SettlementCounts(5, 1, 0));

        var again = _lake.Decide(QuarantineAction.Release, 0);
        again.IsRepeat.ShouldBeTrue();
        _lake.Gold().Load()!.Version.ShouldBe(2);
        Rows().Count.ShouldBe(5);
    }

    [Fact]
    public async Task Discard_GivesTheRowsUp()
    {
        await StageAsync([1, -2, -3]);
        _lake.Decide(QuarantineAction.Discard, 0).Discarded.ShouldBe(2);

        Rows().ShouldBe(["e0 1"]);
        _lake.Quarantined().ShouldBeEmpty();
        Totals().ShouldBe(new SettlementCounts(1, 0, 2));
        Should.Throw<DecisionRefusedException>(() => _lake.Decide(QuarantineAction.Release, 0)).Message.ShouldContain("has been discarded");
    }

    [Fact]
    public async Task Settlement_AfterADecision_GoesOnFromItsTotals()
    {
        await StageAsync([1, -2]);
        _lake.Decide(QuarantineAction.Release, 0);
        await StageAsync([7, -8]);

        Totals().ShouldBe(new SettlementCounts(3, 1, 0));
        _lake.LastAudit().Partitions.ShouldHaveSingleItem().Totals.ShouldBe(new SettlementCounts(3, 1, 0));
        Rows().ShouldBe(["e0 1", "e1 -2", "e1000 7"]);
    }

    [Fact]
    public async Task Decision_AboutWhatIsNotThere_IsRefusedAndNamesWhatIs()
    {
        Should.Throw<DecisionRefusedException>(() => _lake.Decide(QuarantineAction.Release, 0)).IsUnknown.ShouldBeTrue();
        await StageAsync([1, -2]);

        var refused = Should.Throw<DecisionRefusedException>(() => _lake.Decide(QuarantineAction.Discard, 7));
        refused.IsUnknown.ShouldBeTrue();
        refused.Message.ShouldContain("in quarantine: 0");
        Totals().ShouldBe(new SettlementCounts(1, 1, 0));
    }

    [Theory]
    [InlineData(Fault.DecisionAfterWrite, QuarantineAction.Release)]
    [InlineData(Fault.DecisionAfterCommit, QuarantineAction.Release)]
    [InlineData(Fault.DecisionAfterQuarantine, QuarantineAction.Release)]
    [InlineData(Fault.DecisionAfterWrite, QuarantineAction.Discard)]
    [InlineData(Fault.DecisionAfterCommit, QuarantineAction.Discard)]
    public async Task Restart_AfterDyingAtAStep_EndsInTheSameState(string step, QuarantineAction action)
    {
        await StageAsync([1, -2, -3]);
        var dying = _lake.Decider(faults: new FaultPoints(name => _ = name == step ? throw new InvalidOperationException("died") : name));
        Should.Throw<InvalidOperationException>(() => dying.Decide(new QuarantineDecision(action, 0), GateState.Load(_lake.Gold())));

        // A new process publishes what the log names, and is asked again.
        _lake.Decider().Publish(-1, _lake.Gold().Load()!.Version);
        _lake.Decide(action, 0);

        Rows().ShouldBe(action is QuarantineAction.Release ? ["e0 1", "e1 -2", "e2 -3"] : ["e0 1"]);
        _lake.Quarantined().ShouldBeEmpty();
        Totals().ShouldBe(action is QuarantineAction.Release ? new SettlementCounts(3, 0, 0) : new SettlementCounts(1, 0, 2));
    }

    [Fact]
    public async Task Release_FromMergedFiles_TakesOnlyItsBatch()
    {
        for (var batch = 0; batch < 4; batch++)
        {
            await StageAsync([1, -2]);
        }

        Merge(_lake.Quarantine());
        _lake.Decide(QuarantineAction.Release, 2);

        _lake.Rows(_lake.Quarantine(), "id").ShouldBe(["e1", "e1001", "e3001"]);
        Rows().ShouldContain("e2001 -2");
        Totals().ShouldBe(new SettlementCounts(5, 3, 0));
    }

    /// <summary>An instance that was suspended before its commit must not write its old totals over the successor's.</summary>
    [Fact]
    public async Task Commit_OfADecisionMadeBeforeASettlement_IsRefused()
    {
        await StageAsync([1, -2]);
        var stale = GateState.Load(_lake.Gold());
        var suspended = _lake.Decider(faults: new FaultPoints(name =>
        {
            if (name == Fault.DecisionAfterWrite)
            {
                StageAsync([5]).GetAwaiter().GetResult();
            }
        }));

        Should.Throw<ConcurrentWriterException>(() => suspended.Decide(new QuarantineDecision(QuarantineAction.Release, 0), stale));
        Totals().ShouldBe(new SettlementCounts(2, 1, 0));
        Rows().ShouldBe(["e0 1", "e1000 5"]);
    }

    private static void Merge(DeltaTable table)
    {
        var snapshot = table.Load()!;
        using var duck = new Analytics.Quality.Sql.QualityDatabase();
        var merged = duck.WriteFile($"SELECT * FROM {Analytics.Lake.Sql.LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)}", snapshot.Schema, table.Directory, "merged")!;
        table.Commit(snapshot, new DeltaTransaction
        {
            AppId = "compact",
            TxnVersion = 0,
            Operation = "OPTIMIZE",
            Schema = snapshot.Schema,
            Add = [merged],
            Remove = snapshot.Files,
            DataChange = false,
        });
    }

    private async Task StageAsync(long?[] amounts)
    {
        _lake.StageEvents(amounts);
        await _lake.SettleAllAsync(_lake.Suite(Amount));
    }

    private IReadOnlyList<string> Rows() => _lake.Rows(_lake.Gold(), "id, amount");

    private SettlementCounts Totals() => _lake.LastAudit().Totals;
}
