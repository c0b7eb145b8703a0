using System.Net;
using System.Text.RegularExpressions;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Suites;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports;
using Analytics.Tests.Quality.Settlement;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Reports;

public sealed partial class QuarantinePagesTests : IDisposable
{
    private const string Amount = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0},"notes":"Sums of <money>."}""";
    private const string Present = """{"type":"expect_column_values_to_not_be_null","kwargs":{"column":"amount"}}""";

    private readonly SettlementLake _lake = new();
    private readonly ExpectationSuite _suite;

    public QuarantinePagesTests() => _suite = _lake.Suite(Amount, Present);

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void List_NothingWaits_SaysSo()
    {
        Pages().List(null).ShouldContain("Nothing is in quarantine");
        Pages().Batch("events", 0).ShouldBeNull();
    }

    [Fact]
    public async Task List_HasEachBatchWithItsReasonsAndAForm()
    {
        await StageAsync([1, -2, null, -4]);
        await StageAsync([5, -6]);

        var page = Pages().List(null);

        Text(page).ShouldContain("4 rows wait for a decision");
        Text(page).ShouldContain("2 batches");
        Text(page).ShouldContain("amount values must be at least 0 · 2 rows");
        Text(page).ShouldContain("amount values must not be null · 1 rows");
        page.ShouldContain("<form method=\"post\" action=\"/quality/quarantine/events\"");
        Regex.Matches(page, "name=\"batch\" value=\"(\\d+)\"").Select(match => match.Groups[1].Value).ShouldBe(["0", "1"]);
        page.ShouldNotContain(" checked");
        Regex.Count(Pages().List("events"), " checked").ShouldBe(2);
    }

    [Fact]
    public async Task Batch_ShowsWhyAndSomeRowsOfEachReason()
    {
        await StageAsync([1, .. Enumerable.Range(2, 30).Select(i => (long?)-i), null]);

        var page = Pages().Batch("events", 0).ShouldNotBeNull();

        page.ShouldContain("Sums of &lt;money&gt;.");
        Text(page).ShouldContain("amount values must be at least 0");
        Text(page).ShouldContain("Rows 6 of 31");
        page.ShouldContain("<td class=\"bad\">-2</td>");
        page.ShouldContain("<td class=\"bad\"><i>null</i></td>");
        page.IndexOf(">amount</th>", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf(">id</th>", StringComparison.Ordinal), "columns to blame come first");
        page.ShouldContain("name=\"batch\" value=\"0\"");

        _lake.Decide(QuarantineAction.Release, 0);
        Pages().Batch("events", 0).ShouldBeNull();
        Pages().List(null).ShouldContain("Nothing is in quarantine");
    }

    [Fact]
    public async Task Batch_OfAnEditedSuite_KeepsItsReasonsWithoutNotes()
    {
        await StageAsync([1, -2]);

        var page = Pages(_lake.Suite(Present)).Batch("events", 0).ShouldNotBeNull();

        Text(page).ShouldContain("amount values must be between");
        page.ShouldNotContain("money");
    }

    [Fact]
    public void Outcome_SaysWhatBecameOfEachBatch()
    {
        var page = Text(new DecisionPages(_lake.Layout).Outcome("events", QuarantineAction.Release,
        [
            new DecisionLine(3, new DecisionOutcome("events", 3, QuarantineAction.Release, IsRepeat: false, 1200, 0, 9), null, 200),
            new DecisionLine(4, new DecisionOutcome("events", 4, QuarantineAction.Release, IsRepeat: true, 0, 0, 9), null, 200),
            new DecisionLine(5, null, "events: no batch <5> is in quarantine", 404),
        ]));

        page.ShouldContain("1 of 3 batches not released");
        page.ShouldContain("Batch 3 released, 1,200 rows, gold version 9.");
        page.ShouldContain("Batch 4 was released before; nothing to do.");
        page.ShouldContain("Events: no batch <5> is in quarantine");
    }

    [Theory]
    [InlineData("[2] expect_column_values_to_not_be_null(user_id)", "2:expect_column_values_to_not_be_null:user_id")]
    [InlineData("[0] expect_table_row_count_to_equal; [11] expect_column_values_to_be_unique(a (b); c)", "0:expect_table_row_count_to_equal:|11:expect_column_values_to_be_unique:a (b); c")]
    [InlineData("", "")]
    [InlineData("something else", "")]
    public void Reason_IsTakenApart(string reason, string parts) =>
        string.Join('|', ReasonText.Of(reason).Select(part => $"{part.Index}:{part.Type}:{part.Column}")).ShouldBe(parts);

    private async Task StageAsync(long?[] amounts)
    {
        _lake.StageEvents(amounts);
        await _lake.SettleAllAsync(_suite);
    }

    private QuarantinePages Pages(ExpectationSuite? suite = null) =>
        new(_lake.Runs, new Dictionary<string, ExpectationSuite> { ["events"] = suite ?? _suite }, _lake.Layout);

    private static string Text(string html) => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ");

    [GeneratedRegex("<style>.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
