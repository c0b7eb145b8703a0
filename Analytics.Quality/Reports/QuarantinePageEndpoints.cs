using System.Globalization;
using Analytics.Contracts.Commits;
using Analytics.Quality.Quarantine;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Quality.Reports;

/// <summary>The quarantine for people: pages under <c>/quality/quarantine</c>, and the form that decides.</summary>
internal static class QuarantinePageEndpoints
{
    /// <summary>More batches than the list shows are no form of ours.</summary>
    private const int MostBatches = 1000;

    public static void MapQuarantinePages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(QuarantinePages.Path, (HttpContext context, QuarantinePages pages, string? tick) => ReportEndpoints.Html(context, pages.List(tick)));
        routes.MapGet(QuarantinePages.Path + "/{table}/{batch:long}", (HttpContext context, string table, long batch, DecisionDesk desk, QuarantinePages pages, DecisionPages decisions) =>
            desk.Tables.Contains(table, StringComparer.Ordinal) && pages.Batch(table, batch) is { } page
                ? ReportEndpoints.Html(context, page)
                : ReportEndpoints.Html(context, decisions.Refusal(table, $"Batch {batch} is not in quarantine", "It never was, or someone has decided about it."), StatusCodes.Status404NotFound));
        routes.MapPost(QuarantinePages.Path + "/{table}", DecideAsync).RequireSameOrigin();
    }

    /// <summary>Fields: <c>batch</c> once or more, <c>action</c>, and <c>confirmed</c> once a person has said yes to discarding.</summary>
    private static async Task<IResult> DecideAsync(HttpContext context, string table, DecisionDesk desk, DecisionPages pages, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return Refused("This address takes forms", "Programs use POST /api/quality/quarantine/TABLE/BATCH/release or …/discard.");
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        QuarantineAction? wanted = form["action"].ToString() switch
        {
            "release" => QuarantineAction.Release,
            "discard" => QuarantineAction.Discard,
            _ => null,
        };
        if (wanted is not { } action)
        {
            return Refused("Nothing was done", "The form says neither release nor discard.");
        }

        var batches = new List<long>();
        foreach (var text in form["batch"])
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var batch))
            {
                return Refused("Nothing was done", $"'{text}' is no batch.");
            }

            batches.Add(batch);
        }

        if (batches.Count is 0 or > MostBatches)
        {
            return Refused("Nothing was done", batches.Count == 0 ? "No batch was ticked." : $"{batches.Count} batches are too many for one form; {MostBatches} are allowed.");
        }

        batches = [.. batches.Distinct().Order()];
        if (action is QuarantineAction.Discard && form[DecisionPages.Confirmed].Count == 0)
        {
            return ReportEndpoints.Html(context, pages.Question(table, batches));
        }

        var lines = await DecideEachAsync(table, action, batches, desk, time, cancellationToken);
        return ReportEndpoints.Html(context, pages.Outcome(table, action, lines), lines.Max(line => line.Status));

        IResult Refused(string heading, string reason) => ReportEndpoints.Html(context, pages.Refusal(table, heading, reason), StatusCodes.Status400BadRequest);
    }

    /// <summary>One after the other, the oldest first; a gate that has used up the patience for all is not asked about the rest.</summary>
    private static async Task<IReadOnlyList<DecisionLine>> DecideEachAsync(
        string table, QuarantineAction action, IReadOnlyList<long> batches, DecisionDesk desk, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var lines = new List<DecisionLine>();
        foreach (var batch in batches)
        {
            var left = DecisionDesk.Patience - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                lines.Add(new DecisionLine(batch, null, "not asked: the batches before took too long; send the form again", StatusCodes.Status503ServiceUnavailable));
                continue;
            }

            try
            {
                lines.Add(new DecisionLine(batch, await desk.DecideAsync(table, new QuarantineDecision(action, batch), left, cancellationToken), null, StatusCodes.Status200OK));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                lines.Add(new DecisionLine(batch, null, error.Message, QuarantineEndpoints.Status(error)));
            }
        }

        return lines;
    }
}
