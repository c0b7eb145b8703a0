using Analytics.Api.Catalog;
using Analytics.Api.Queries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Analytics.Api.Live;

internal static class LiveEndpoints
{
    /// <summary>Without another wish the newest windows come first: they are the ones that move.</summary>
    private const string NewestFirst = "-window_start";

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/live/{name}", LiveAsync)
            .WithName("GetLive")
            .WithSummary("A window table as it is right now: open windows too")
            .WithDescription(
                "Closed windows as the table has them, open ones computed from the audited events so far; _open tells them apart. As server-sent events: "
                + "a snapshot, then changes (rows that are new or have new values, keys of rows that are gone). With Accept: application/json or once=true one answer. "
                + "from, to, filter, order and limit as at /api/tables/{name}; the newest windows come first.")
            .WithTags("Live")
            .Produces<QueryAnswer>(StatusCodes.Status200OK, ResultFormats.Json, LiveStream.ContentType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task LiveAsync(
        [AsParameters] RowsRequest request,
        [FromQuery(Name = "once")] bool? once,
        GoldCatalog catalog,
        LiveFeeds feeds,
        QueryService queries,
        IOptions<LiveOptions> options,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        HttpContext context)
    {
        var table = catalog.Live(request.Name).Table;
        var sql = RowsQuery.Compile(table, request.Order is null ? request with { Order = NewestFirst } : request);
        if (once == true || !WantsStream(context.Request))
        {
            await queries.AnswerAsync(context, sql, RowsQuery.NoParameters);
            return;
        }

        // A stream has no end of its own: the server's stop must not wait for it.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var watch = feeds.Watch(request.Name, sql, [table.TimeColumn, .. table.KeyColumns.Where(column => column != "window_end")]);
        try
        {
            await LiveStream.WriteAsync(watch.Feed, context.Response, options.Value.Heartbeat, time, stop.Token);
        }
        catch (Exception gone) when (stop.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client went away, or the server stops: that is how streams end.
        }
    }

    private static bool WantsStream(HttpRequest request)
    {
        if (request.Query.ContainsKey("format"))
        {
            return false;
        }

        var accepted = request.GetTypedHeaders().Accept;
        return accepted is null or { Count: 0 } || accepted.Any(type => type.MediaType.Value is "*/*" or "text/*" or LiveStream.ContentType);
    }
}
