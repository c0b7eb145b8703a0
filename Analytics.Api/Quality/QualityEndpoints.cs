using Analytics.ServiceDefaults.Services;

namespace Analytics.Api.Quality;

/// <summary>Audit results, reports and the quarantine, as the Quality service tells them: it owns these tables, so everything is passed on to it.</summary>
internal static class QualityEndpoints
{
    public static void MapQuality(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/quality").WithTags("Quality");
        api.MapGet("/runs", (QualityProxy quality, HttpContext context, string? table, string? outcome, string? per, int? limit, string? before) => quality.PassAsync(context, "/runs"))
            .WithName("ListRuns")
            .WithSummary("Evaluations of suites, the newest first: of a table, of an outcome (passed, warning, failed), each or per=minute; 'next' of a page is 'before' of the following one");
        api.MapGet("/runs/{table}/{version:long}", (QualityProxy quality, HttpContext context, string table, long version) => quality.PassAsync(context, $"/runs/{Uri.EscapeDataString(table)}/{version}"))
            .WithName("GetRun")
            .WithSummary("One evaluation with its expectations and the full results of those that failed");
        api.MapGet("/gates", (QualityProxy quality, HttpContext context) => quality.PassAsync(context, "/gates"))
            .WithName("ListGates")
            .WithSummary("How the gate of each table stands: open, closed (it quarantines everything) or stuck (it cannot settle)");
        api.MapGet("/quarantine", (QualityProxy quality, HttpContext context) => quality.PassAsync(context, "/quarantine"))
            .WithName("ListQuarantine")
            .WithSummary("The batches that wait for a decision, with the expectations that they break");
        api.MapPost("/quarantine/{table}/{batch:long}/{action:regex(^(release|discard)$)}",
                (QualityProxy quality, HttpContext context, string table, long batch, string action) => quality.PassAsync(context, $"/quarantine/{Uri.EscapeDataString(table)}/{batch}/{action}"))
            .RequireSameOrigin()
            .WithName("DecideQuarantine")
            .WithSummary("Releases a batch to gold or discards it: once, however often it is asked");

        routes.MapGet("/quality/{**page}", (QualityProxy quality, HttpContext context) => quality.PassPageAsync(context)).ExcludeFromDescription();
        routes.MapPost("/quality/quarantine/{table}", (QualityProxy quality, HttpContext context) => quality.PassPageAsync(context)).RequireSameOrigin().ExcludeFromDescription();
    }
}
