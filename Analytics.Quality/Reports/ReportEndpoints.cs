using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Runs;
using Analytics.Quality.Telemetry;

namespace Analytics.Quality.Reports;

/// <summary>Results over HTTP: pages for people under <c>/quality</c>, JSON under <c>/runs</c> and <c>/gates</c>.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/quality", (HttpContext context, DecisionDesk desk, OverviewPage overview, string? table, string? outcome, string? per, string? before, int? limit) =>
            Answer(() => Html(context, overview.Of(Query(desk, table, outcome, per ?? "minute", before, limit)))));
        routes.MapGet("/quality/{table}/runs/{goldVersion:long}", (HttpContext context, string table, long goldVersion, ReportFiles files, QualityPages pages) =>
            Page(context, files.ReadRun(table, goldVersion) ?? pages.Run(table, goldVersion)));
        routes.MapGet("/quality/{table}/minutes/{minute}", (HttpContext context, string table, string minute, ReportFiles files, QualityPages pages) =>
            DateTime.TryParseExact(minute, "yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var begin)
                ? Page(context, files.ReadMinute(table, begin) ?? pages.Minute(table, begin))
                : Results.Problem($"{minute} is no minute; it looks like 20260131T2359", statusCode: StatusCodes.Status400BadRequest));
        routes.MapGet("/runs", (DecisionDesk desk, RunStore runs, string? table, string? outcome, string? per, string? before, int? limit) => Answer(() =>
        {
            var query = Query(desk, table, outcome, per ?? "run", before, limit);
            var page = runs.List(query);
            return Results.Json(new { runs = page.Runs.Select(run => Json(run, query.PerMinute)), next = page.Next }, QuarantineJson.Options);
        }));
        routes.MapGet("/runs/{table}/{goldVersion:long}", (string table, long goldVersion, RunStore runs) => runs.Find(table, goldVersion) is { } run
            ? Results.Json(new { run = Json(run, isMinute: false), expectations = runs.Expectations(table, goldVersion).Select(Json) }, QuarantineJson.Options)
            : Results.Problem($"{table} has no run with gold version {goldVersion}, or no longer", statusCode: StatusCodes.Status404NotFound));
        routes.MapGet("/gates", (GateBoard board) => Results.Json(new { gates = board.Gates.OrderBy(gate => gate.Table, StringComparer.Ordinal).Select(Json), results_failure = board.PublicationFailure }, QuarantineJson.Options));
    }

    private static RunQuery Query(DecisionDesk desk, string? table, string? outcome, string per, string? before, int? limit)
    {
        // The form sends what was not chosen as empty.
        var name = string.IsNullOrEmpty(table) ? null : table;
        if (name is not null)
        {
            desk.RequireTable(name);
        }

        if (limit is < 1 or > RunQuery.MaxLimit)
        {
            throw new FormatException($"limit is {limit}; it can be 1 to {RunQuery.MaxLimit}");
        }

        return new RunQuery(
            name,
            outcome switch
            {
                null or "" => null,
                "passed" => RunOutcome.Passed,
                "warning" => RunOutcome.Warning,
                "failed" => RunOutcome.Failed,
                _ => throw new FormatException($"outcome is '{outcome}'; it can be passed, warning or failed"),
            },
            per switch
            {
                "minute" => true,
                "run" => false,
                _ => throw new FormatException($"per is '{per}'; it can be run or minute"),
            },
            limit ?? RunQuery.UsualLimit,
            string.IsNullOrEmpty(before) ? null : RunCursor.Parse(before));
    }

    private static object Json(RunEntry run, bool isMinute) => new
    {
        run.Table,
        run.At,
        run.GoldVersion,
        run.FirstBatch,
        run.LastBatch,
        run.Runs,
        run.FailedRuns,
        rows = new { gold = run.RowsGold, quarantined = run.RowsQuarantined },
        run.Expectations,
        run.Failed,
        run.FailedCritical,
        run.Outcome,
        report = isMinute ? QualityPages.MinutePath(run.Table, run.At) : QualityPages.RunPath(run.Table, run.GoldVersion),
    };

    private static object Json(ExpectationOutcome outcome) => new
    {
        outcome.Index,
        outcome.Type,
        outcome.Column,
        outcome.Severity,
        success = outcome.FailedRuns == 0,
        unexpected_count = outcome.Unexpected,
        result = outcome.Result is null ? null : JsonNode.Parse(outcome.Result),
    };

    private static object Json(GateReading gate) => new
    {
        gate.Table,
        state = gate.Failure is not null ? "stuck" : gate.Closed ? "closed" : "open",
        gate.Failure,
        closed_since = gate.ClosedSince?.UtcDateTime,
        gate.RefusedRows,
        gate.PendingBatches,
        last_settled = gate.LastSettled?.UtcDateTime,
    };

    private static IResult Answer(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (FormatException wrong)
        {
            return Results.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (DecisionRefusedException unknown)
        {
            return Results.Problem(unknown.Message, statusCode: StatusCodes.Status404NotFound);
        }
    }

    private static IResult Page(HttpContext context, string? html) => html is null
        ? Results.Problem("There is no such report, or no longer: results are kept for Quality:ResultsRetention", statusCode: StatusCodes.Status404NotFound)
        : Html(context, html);

    /// <summary>A page, with headers that forbid whatever it does not have.</summary>
    public static IResult Html(HttpContext context, string html, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ContentSecurityPolicy = Reports.Page.ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }
}
