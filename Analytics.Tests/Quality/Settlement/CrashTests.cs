using Analytics.Quality.Publication;
using Analytics.Quality.Settlement;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Settlement;

/// <summary>A process that dies at any step of a settlement is replaced by one that knows only the logs: the end is the same.</summary>
public sealed class CrashTests
{
    private const string Amount = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0}}""";

    public enum Step
    {
        FilesWritten,
        GoldCommitted,
        QuarantinePublished,
    }

    public static TheoryData<Step, bool> Steps
    {
        get
        {
            var data = new TheoryData<Step, bool>();
            foreach (var step in Enum.GetValues<Step>())
            {
                data.Add(step, true);
                data.Add(step, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Restart_AfterDyingAtAStep_EndsInTheSameState(Step step, bool dirty)
    {
        using var lake = new SettlementLake();
        var suite = lake.Suite(Amount);
        lake.StageEvents([1, 2]);
        await lake.SettleAllAsync(suite);
        lake.StageEvents(dirty ? [3, -4] : [3, 4]);
        lake.StageEvents([5]);

        var run = (await lake.PendingAsync())!;
        var state = GateState.Load(lake.Gold());
        var prepared = lake.Settler(suite).Prepare(run, state, null)!;
        if (step >= Step.GoldCommitted)
        {
            lake.Gold().Commit(state.Gold, prepared.Transaction);
        }

        if (step >= Step.QuarantinePublished)
        {
            new QuarantineTable(lake.Layout, "events").Publish(prepared.Audit);
        }

        // A new process: publishes what the log names, then settles the rest.
        lake.StageEvents([6]);
        new QuarantineTable(lake.Layout, "events").Publish(lake.LastAudit());
        await lake.SettleAllAsync(suite);

        lake.Rows(lake.Gold(), "id, amount").ShouldBe(dirty ? ["e0 1", "e1 2", "e1000 3", "e2000 5", "e3000 6"] : ["e0 1", "e1 2", "e1000 3", "e1001 4", "e2000 5", "e3000 6"]);
        lake.Rows(lake.Quarantine(), "id, amount").ShouldBe(dirty ? ["e1001 -4"] : []);
        var totals = lake.LastAudit().Totals;
        (totals.Gold, totals.Quarantined).ShouldBe(dirty ? (5, 1) : (6, 0));
        lake.LastAudit().StagingVersion.ShouldBe(3);
    }

    /// <summary>Up to the gold commit nothing has happened, so the new suite judges; after it the old verdict stands. No row is judged by both or by none.</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Restart_WithAnEditedSuite_JudgesEachRowOnce(Step step, bool dirty)
    {
        using var lake = new SettlementLake();
        lake.StageEvents(dirty ? [3, -4] : [3, 40]);
        lake.StageEvents([5]);
        var run = (await lake.PendingAsync())!;
        var state = GateState.Load(lake.Gold());
        var prepared = lake.Settler(lake.Suite(Amount)).Prepare(run, state, null)!;
        if (step >= Step.GoldCommitted)
        {
            lake.Gold().Commit(state.Gold, prepared.Transaction);
        }

        if (step >= Step.QuarantinePublished)
        {
            new QuarantineTable(lake.Layout, "events").Publish(prepared.Audit);
        }

        // The suite is edited while nobody runs: now amounts may be negative, but not above 4.
        var edited = lake.Suite("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","max_value":4}}""");
        lake.StageEvents([6, 1]);
        if (step >= Step.GoldCommitted)
        {
            new QuarantineTable(lake.Layout, "events").Publish(lake.LastAudit());
        }

        await lake.SettleAllAsync(edited);

        var isOld = step >= Step.GoldCommitted;
        lake.Rows(lake.Gold(), "id, amount").ShouldBe((isOld, dirty) switch
        {
            (true, true) => ["e0 3", "e1000 5", "e2001 1"],
            (true, false) => ["e0 3", "e1 40", "e1000 5", "e2001 1"],
            (false, true) => ["e0 3", "e1 -4", "e2001 1"],
            (false, false) => ["e0 3", "e2001 1"],
        });
        lake.Rows(lake.Quarantine(), "id, amount").ShouldBe((isOld, dirty) switch
        {
            (true, true) => ["e1 -4", "e2000 6"],
            (true, false) => ["e2000 6"],
            (false, true) => ["e1000 5", "e2000 6"],
            (false, false) => ["e1 40", "e1000 5", "e2000 6"],
        });
        var totals = lake.LastAudit().Totals;
        (totals.Gold + totals.Quarantined).ShouldBe(5);
    }

    [Fact]
    public async Task Commit_ByASecondInstance_IsRefused()
    {
        using var lake = new SettlementLake();
        var suite = lake.Suite(Amount);
        lake.StageEvents([1]);
        var run = (await lake.PendingAsync())!;
        var state = GateState.Load(lake.Gold());
        var prepared = lake.Settler(suite).Prepare(run, state, null)!;
        await lake.SettleAllAsync(suite);

        Should.Throw<Analytics.Lake.Log.ConcurrentWriterException>(() => lake.Gold().Commit(state.Gold, prepared.Transaction));
        lake.Rows(lake.Gold(), "id").ShouldBe(["e0"]);
    }
}
