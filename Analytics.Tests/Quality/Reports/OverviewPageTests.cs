using System.Net;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Suites;
using Analytics.Quality.Reports;
using Analytics.Quality.Runs;
using Analytics.Quality.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Reports;

public sealed class OverviewPageTests : IDisposable
{
    private readonly StoredRuns _runs = new();
    private readonly GateBoard _board = new();
    private readonly FakeTimeProvider _time = new(StoredRuns.Start.AddMinutes(1));

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Page_NothingYet_SaysWhenSomethingAppears()
    {
        var page = Page();

        page.ShouldContain("All expectations hold");
        page.ShouldContain("Nothing has been evaluated yet");
    }

    [Fact]
    public void Page_AClosedGate_BeginsWithTheAlarm()
    {
        _runs.Add(StoredRuns.Start, refused: 100);
        _board.Of("events").Settled(new DateTimeOffset(StoredRuns.Start), new SettlementCounts(0, 100, 0));
        _board.Of("events").Settled(new DateTimeOffset(StoredRuns.Start.AddSeconds(9)), new SettlementCounts(0, 20, 0));

        var page = Page();

        page.ShouldContain("The gate of events lets nothing through");
        page.ShouldContain("<div class=\"alarm\" role=\"alert\"><strong>events: everything is quarantined since 2026-01-31 12:00:00 UTC, 120 rows.</strong>");
        page.ShouldContain("closed</span>");
        _board.Of("events").Settled(new DateTimeOffset(StoredRuns.Start.AddSeconds(10)), new SettlementCounts(1, 0, 0));
        Page().ShouldNotContain("role=\"alert\"");
    }

    [Fact]
    public void Page_AGateThatCannotSettle_SaysWhyAsText()
    {
        _board.Of("events").Failure = "no space left <on> device";
        _board.PublicationFailure = "no broker";

        var page = Page();

        page.ShouldContain("A gate cannot settle");
        page.ShouldContain(WebUtility.HtmlEncode("no space left <on> device"));
        page.ShouldContain("Results are late.");
        page.ShouldContain("no broker");
    }

    [Fact]
    public void Page_Failures_AreListedCriticalOnesFirst()
    {
        _runs.Add(StoredRuns.Start, warned: 60);
        _runs.Add(StoredRuns.Start.AddSeconds(1), refused: 3);

        var page = Page();

        page.ShouldContain("Some rows are quarantined");
        page.IndexOf("values must be at least 0", StringComparison.Ordinal).ShouldBeInRange(1, page.IndexOf("values must not be null", StringComparison.Ordinal));
        page.ShouldContain("/quality/events/minutes/20260131T1200");
    }

    private string Page() => new OverviewPage(
        _runs.Lake.Runs, new Dictionary<string, ExpectationSuite> { ["events"] = ExpectationSuite.Empty("events") }, _runs.Lake.Layout, _board, _time)
        .Of(new RunQuery(null, null, PerMinute: true, 50, null));
}
