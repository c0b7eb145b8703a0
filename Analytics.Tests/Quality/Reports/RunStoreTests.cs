using Analytics.Lake.Maintenance;
using Analytics.Quality.Hosting;
using Analytics.Quality.Runs;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Reports;

public sealed class RunStoreTests : IDisposable
{
    private readonly StoredRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void List_PageAfterPage_ShowsEachRunOnceTheNewestFirst(bool perMinute)
    {
        // Days apart, within one minute, at the same moment: pages may end anywhere.
        for (var i = 0; i < 12; i++)
        {
            var at = StoredRuns.Start.AddSeconds(i < 3 ? i * 90_000 : 200_000 + (i / 2 * 25));
            _runs.Add(at, warned: i % 3, refused: i % 4);
            _runs.Add(at, table: "minutes");
        }

        var whole = _runs.Lake.Runs.List(new RunQuery(null, null, perMinute, 500, null));
        whole.Next.ShouldBeNull();
        var paged = new List<RunEntry>();
        RunCursor? before = null;
        do
        {
            var page = _runs.Lake.Runs.List(new RunQuery(null, null, perMinute, 3, before));
            page.Runs.Count.ShouldBeLessThanOrEqualTo(3);
            paged.AddRange(page.Runs);
            before = page.Next is null ? null : RunCursor.Parse(page.Next);
        }
        while (before is not null);

        paged.ShouldBe(whole.Runs);
        paged.Select(run => run.At).ShouldBe(paged.Select(run => run.At).OrderDescending());
        paged.Sum(run => run.Runs).ShouldBe(24);
        paged.Sum(run => run.RowsGold + run.RowsQuarantined).ShouldBe(2400);
        paged.Sum(run => run.RowsQuarantined).ShouldBe(18);
    }

    [Fact]
    public void List_ByOutcomeAndTable_ShowsOnlyThese()
    {
        _runs.Add(StoredRuns.Start);
        _runs.Add(StoredRuns.Start.AddSeconds(1), warned: 5);
        _runs.Add(StoredRuns.Start.AddSeconds(2), warned: 5, refused: 7);
        _runs.Add(StoredRuns.Start.AddSeconds(3), refused: 1, table: "minutes");

        long[] Versions(RunOutcome? outcome, string? table) => [.. _runs.Lake.Runs.List(new RunQuery(table, outcome, PerMinute: false, 10, null)).Runs.Select(run => run.GoldVersion)];
        Versions(RunOutcome.Passed, "events").ShouldBe([0]);
        Versions(RunOutcome.Warning, "events").ShouldBe([1]);
        Versions(RunOutcome.Failed, "events").ShouldBe([2]);
        Versions(RunOutcome.Failed, null).ShouldBe([0, 2]);
        var minute = _runs.Lake.Runs.List(new RunQuery("events", null, PerMinute: true, 10, null)).Runs.ShouldHaveSingleItem();
        minute.ShouldBe(new RunEntry("events", StoredRuns.Start, 2, 0, 29, Runs: 3, FailedRuns: 2, RowsGold: 293, RowsQuarantined: 7, Expectations: 2, Failed: 2, FailedCritical: 1));
    }

    [Fact]
    public void History_AndExpectations_AddUpMinutes()
    {
        _runs.Add(StoredRuns.Start, refused: 2);
        _runs.Add(StoredRuns.Start.AddSeconds(20), refused: 3);
        _runs.Add(StoredRuns.Start.AddMinutes(1));

        var history = _runs.Lake.Runs.History("events", StoredRuns.Start, StoredRuns.Start.AddHours(1))[(1, StoredRuns.Between)].ToArray();
        history.ShouldBe([new HistoryPoint(StoredRuns.Start, 2, 2, 200, 5), new HistoryPoint(StoredRuns.Start.AddMinutes(1), 1, 0, 100, 0)]);
        var outcome = _runs.Lake.Runs.Expectations("events", StoredRuns.Start, StoredRuns.Start.AddHours(1))[1];
        (outcome.Runs, outcome.FailedRuns, outcome.Unexpected, outcome.LastFailure).ShouldBe((3, 2, 5, StoredRuns.Start.AddSeconds(20)));
        outcome.Result.ShouldNotBeNull().ShouldContain("\"unexpected_count\":3");
    }

    [Fact]
    public void Maintenance_TakesResultsOutThatAreTooOld()
    {
        _runs.Add(StoredRuns.Start.AddDays(-9), refused: 1);
        _runs.Add(StoredRuns.Start.AddDays(-6));
        _runs.Add(StoredRuns.Start);
        var time = new FakeTimeProvider(StoredRuns.Start.AddHours(1));
        using (var maintenance = new LakeMaintenance(
            QualityTables.Of(["events"], _runs.Lake.Layout, TimeSpan.FromDays(7), time), new MaintenanceSettings { MinFiles = 2 }, Path.Combine(_runs.Lake.Folder, "tmp"), time))
        {
            maintenance.Drain(TestContext.Current.CancellationToken);
        }

        _runs.Lake.Runs.List(new RunQuery(null, null, PerMinute: false, 10, null)).Runs.Select(run => run.GoldVersion).ShouldBe([2, 1]);
    }

    [Fact]
    public void List_WithoutResults_IsEmpty()
    {
        _runs.Lake.Runs.List(new RunQuery(null, null, PerMinute: true, 10, null)).Runs.ShouldBeEmpty();
        _runs.Lake.Runs.Find("events", 0).ShouldBeNull();
    }
}
