using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Reports;
using Analytics.Quality.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Reports;

public sealed partial class QualityPagesTests : IDisposable
{
    private readonly StoredRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Run_SaysWhatFailedHowMuchAndWhatToDo()
    {
        _runs.Add(StoredRuns.Start.AddMinutes(-5), refused: 50);
        _runs.Add(StoredRuns.Start, warned: 3, refused: 12);

        var page = Text(_runs.Lake.Pages().Run("events", 1));

        page.ShouldContain("2 of 2 expectations fail, 1 critical");
        page.ShouldContain("12 of 100 rows unexpected (12 %)");
        page.ShouldContain("amount values must be at least 0 critical Amounts are sums of money.");
        page.ShouldContain("Such as -4 ×12");
        page.ShouldContain("failed in 2 of 2 runs, at most 50 % of rows (11:55)");
        page.ShouldContain("release events 19");
        page.IndexOf("amount", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("Ids are asked for.", StringComparison.Ordinal), "critical ones come first");
    }

    [Fact]
    public void Run_OfExpectationsThatHold_TakesWhyFromTheSuite()
    {
        _runs.Add(StoredRuns.Start);
        var suite = _runs.Lake.Suite(
            """{"type":"expect_column_values_to_not_be_null","kwargs":{"column":"id"},"severity":"warning","notes":"Without it nothing can be told apart."}""",
            """{"type":"expect_column_values_to_be_unique","kwargs":{"column":"amount"},"notes":"Another one stands here now."}""");

        var page = Text(_runs.Lake.Pages(suite).Run("events", 0));

        page.ShouldContain("All 2 expectations hold");
        page.ShouldContain("Without it nothing can be told apart.");
        page.ShouldNotContain("Another one stands here now.");
        page.ShouldContain("amount values must be between");
    }

    [Fact]
    public void Minute_AddsUpItsRuns()
    {
        _runs.Add(StoredRuns.Start, refused: 2);
        _runs.Add(StoredRuns.Start.AddSeconds(30));
        _runs.Add(StoredRuns.Start.AddSeconds(59), refused: 3);
        _runs.Add(StoredRuns.Start.AddSeconds(60), refused: 90);

        var html = _runs.Lake.Pages().Minute("events", StoredRuns.Start);
        var page = Text(html);

        page.ShouldContain("3 runs, 2 with a failure");
        page.ShouldContain("Failed in 2 of 3 runs 5 of 300 rows unexpected (1.67 %)");
        html.ShouldNotBeNull().ShouldContain("/quality/events/runs/2");
        html.ShouldNotContain("/quality/events/runs/3");
        _runs.Lake.Pages().Minute("events", StoredRuns.Start.AddMinutes(-1)).ShouldBeNull();
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("'); DROP TABLE results; --<b>")]
    [InlineData("</title></style><svg onload=alert(1)>")]
    [InlineData("&lt;i&gt;\u0000\u2028")]
    public void Run_HostileData_IsShownAsText(string hostile)
    {
        _runs.Add(StoredRuns.Start, refused: 1, sample: JsonValue.Create(hostile), notes: hostile);

        var html = _runs.Lake.Pages().Run("events", 0).ShouldNotBeNull();

        foreach (var mark in (string[])["<script", "<img", "<b>", "<i>", "onload=alert(1)>", "</title></style>"])
        {
            html.ShouldNotContain(mark);
        }

        Text(html).ShouldContain(hostile);
        html.Split("<title>").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    public void Report_OfAFileWithHostileValues_ShowsThemAsText(string hostile)
    {
        using var database = new QualityDatabase();
        database.Execute($"CREATE TABLE file AS SELECT {LakeSql.Literal(hostile)} AS {LakeSql.Identifier(hostile)}");
        var suite = _runs.Lake.Suite(new JsonObject
        {
            ["type"] = "expect_column_values_to_be_in_set",
            ["kwargs"] = new JsonObject { ["column"] = hostile, ["value_set"] = new JsonArray($"not {hostile}") },
            ["notes"] = hostile,
        }.ToJsonString());
        var result = new SuiteEngine(database.Connection).Evaluate(suite, Relation.Describe(database.Connection, "file"));

        var html = HtmlReport.Of(result, hostile, new DateTimeOffset(StoredRuns.Start));

        result.Success.ShouldBeFalse();
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img");
        Unclosed(html).ShouldBeEmpty();
        Text(html).Split(hostile).Length.ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData("""{"type":"expect_column_mean_to_be_between","kwargs":{"column":"x","min_value":5,"max_value":1000.5}}""", "x mean must be from 5 to 1,000.5")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","max_value":0,"strict_max":true}}""", "x values must be below 0")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":5,"max_value":9,"strict_min":true}}""", "x values must be above 5 and at most 9")]
    [InlineData("""{"type":"expect_column_pair_values_to_be_equal","kwargs":{"column_A":"x","column_B":"y"}}""", "x, y values must be equal")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"gone","min_value":5}}""", "gone values must be at least 5 critical Could not be judged: Error: The column \"gone\"")]
    public void Report_SaysWhatAnExpectationAsksFor(string expectation, string words)
    {
        using var database = new QualityDatabase();
        database.Execute("CREATE TABLE file AS SELECT i AS x, 2 * i + 1 AS y FROM range(3) t(i)");
        var result = new SuiteEngine(database.Connection).Evaluate(_runs.Lake.Suite(expectation), Relation.Describe(database.Connection, "file"));

        Text(HtmlReport.Of(result, "file", new DateTimeOffset(StoredRuns.Start))).ShouldContain(words);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(200, true)]
    public void Report_OfManyFailures_BeginsWithALinkToEach(int failures, bool hasContents)
    {
        using var database = new QualityDatabase();
        database.Execute("CREATE TABLE file AS SELECT i AS x FROM range(3) t(i)");
        var suite = _runs.Lake.Suite([.. Enumerable.Range(10, failures).Select(i => $$"""{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":{{i}} } }""")]);

        var html = HtmlReport.Of(new SuiteEngine(database.Connection).Evaluate(suite, Relation.Describe(database.Connection, "file")), "file", new DateTimeOffset(StoredRuns.Start));

        Unclosed(html).ShouldBeEmpty();
        Regex.Count(html, "<article id=\"f[0-9]+\"").ShouldBe(failures);
        Regex.Count(html, "href=\"#f[0-9]+\"").ShouldBe(hasContents ? failures : 0);
    }

    [Fact]
    public void Pages_ReferToNothingOutsideAndAreWellFormed()
    {
        _runs.Add(StoredRuns.Start, warned: 3, refused: 12);
        foreach (var html in (string?[])[_runs.Lake.Pages().Run("events", 0), _runs.Lake.Pages().Minute("events", StoredRuns.Start)])
        {
            html.ShouldNotBeNull();
            html.ShouldNotContain("http:");
            html.ShouldNotContain("https:");
            html.ShouldNotContain("<script");
            html.ShouldNotContain("url(");
            Unclosed(html).ShouldBeEmpty();
            Regex.Count(html, "<h1").ShouldBe(1);
            Regex.Count(html, "<svg").ShouldBe(Regex.Count(html, "role=\"img\" aria-label=\"[^\"]+\""));
        }
    }

    /// <summary>Elements that are not closed in the order in which they were opened.</summary>
    private static List<string> Unclosed(string html)
    {
        var open = new Stack<string>();
        var wrong = new List<string>();
        foreach (Match tag in Tag().Matches(html))
        {
            var name = tag.Groups["name"].Value;
            if (name is "meta" or "path" or "br" or "input")
            {
                continue;
            }

            if (!tag.Value.StartsWith("</", StringComparison.Ordinal))
            {
                open.Push(name);
            }
            else if (!open.TryPop(out var last) || last != name)
            {
                wrong.Add(tag.Value);
            }
        }

        return [.. wrong, .. open];
    }

    /// <summary>What a reader sees, in one line.</summary>
    private static string Text(string? html) =>
        Space().Replace(System.Net.WebUtility.HtmlDecode(Tag().Replace(Style().Replace(html.ShouldNotBeNull(), ""), " ")), " ").Replace("\\u0000", "\0", StringComparison.Ordinal).Replace("\\u2028", "\u2028", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex("</?(?<name>[a-z0-9]+)[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(" +|\n")]
    private static partial Regex Space();
}
