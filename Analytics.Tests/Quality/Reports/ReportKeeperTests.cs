using Analytics.Quality.Reports;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Reports;

public sealed class ReportKeeperTests : IDisposable
{
    private readonly StoredRuns _runs = new();
    private readonly FakeTimeProvider _time = new(StoredRuns.Start.AddSeconds(5));

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Publish_WritesFailuresAtOnceAndAMinuteWhenItIsOver()
    {
        var keeper = _runs.Lake.Reports(time: _time);
        keeper.Publish("events", [_runs.Add(StoredRuns.Start), _runs.Add(StoredRuns.Start.AddSeconds(1), refused: 4)]);

        Names().ShouldBe(["run-0000000001.html"]);
        _time.Advance(TimeSpan.FromMinutes(1));
        keeper.Publish("events", []);
        Names().ShouldBe(["minute-20260131T1200.html", "run-0000000001.html"]);
        _runs.Lake.ReportFiles().ReadMinute("events", StoredRuns.Start).ShouldNotBeNull().ShouldContain("4</strong> of 200 rows unexpected");
        _runs.Lake.ReportFiles().ReadRun("events", 1).ShouldNotBeNull().ShouldContain("4</strong> of 100 rows unexpected");
    }

    [Fact]
    public void Publish_EverythingFails_WritesOnlyTheWorst()
    {
        _runs.Lake.Reports(time: _time).Publish(
            "events", [_runs.Add(StoredRuns.Start, refused: 1), _runs.Add(StoredRuns.Start, warned: 1), _runs.Add(StoredRuns.Start, refused: 1), _runs.Add(StoredRuns.Start, warned: 1)]);

        Names().ShouldBe(["run-0000000000.html", "run-0000000002.html"]);
    }

    [Fact]
    public void Publish_AfterARestart_WritesTheMinutesThatWereLeft()
    {
        _runs.Add(StoredRuns.Start.AddMinutes(-2));
        _runs.Add(StoredRuns.Start.AddMinutes(-1));
        _runs.Lake.ReportFiles().WriteMinute("events", StoredRuns.Start.AddMinutes(-2), "as it was");

        _runs.Lake.Reports(time: _time).Publish("events", []);

        Names().ShouldBe(["minute-20260131T1158.html", "minute-20260131T1159.html"]);
        _runs.Lake.ReportFiles().ReadMinute("events", StoredRuns.Start.AddMinutes(-2)).ShouldBe("as it was");
    }

    [Fact]
    public void Publish_ResultsThatCameLate_WritesTheirMinuteAgain()
    {
        var keeper = _runs.Lake.Reports(time: _time);
        keeper.Publish("events", [_runs.Add(StoredRuns.Start)]);
        _time.Advance(TimeSpan.FromMinutes(1));
        keeper.Publish("events", []);
        keeper.Publish("events", [_runs.Add(StoredRuns.Start.AddSeconds(30))]);

        _runs.Lake.ReportFiles().ReadMinute("events", StoredRuns.Start).ShouldNotBeNull().ShouldContain("2 runs, 0 with a failure");
    }

    [Fact]
    public void Prune_KeepsTheNewest()
    {
        var files = _runs.Lake.ReportFiles(new ReportSettings { MaxReports = 2 }, _time);
        for (var i = 0; i < 5; i++)
        {
            files.WriteRun("events", i, "x");
            files.WriteMinute("events", StoredRuns.Start.AddMinutes(i), "x");
        }

        files.Prune("events");

        Names().ShouldBe(["minute-20260131T1203.html", "minute-20260131T1204.html", "run-0000000003.html", "run-0000000004.html"]);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../events")]
    [InlineData("/etc")]
    [InlineData("nothing")]
    public void Read_OfNoTable_FindsNothing(string table) => _runs.Lake.ReportFiles().ReadRun(table, 0).ShouldBeNull();

    private string[] Names() =>
        [.. Directory.EnumerateFiles(Path.Combine(_runs.Lake.Layout.Root, "reports", "events")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
