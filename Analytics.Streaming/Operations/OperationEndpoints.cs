using Analytics.Lake.Maintenance;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Windows;

namespace Analytics.Streaming.Operations;

/// <summary>What the commands ask of the running owner: maintenance and rebuilds go through it, since it alone writes its tables.</summary>
internal static class OperationEndpoints
{
    public static void MapOperationEndpoints(this WebApplication app)
    {
        app.MapPost("/control/maintain", async (LakeMaintenance maintenance) =>
        {
            try
            {
                return Results.Ok(await maintenance.RequestAsync());
            }
            catch (InvalidOperationException off)
            {
                return Results.Problem(off.Message, statusCode: StatusCodes.Status409Conflict);
            }
        });
        app.MapPost("/control/rebuild", async (string table, long from, long to, RebuildRequests requests, IngestSettings settings, CancellationToken cancellationToken) =>
        {
            if (from >= to || settings.Pipeline.Tables.All(known => known.Name != table))
            {
                return Results.Problem($"No table {table}, or an empty range.", statusCode: StatusCodes.Status400BadRequest);
            }

            var request = new RebuildRequest(table, from, to);
            requests.Post(request);
            try
            {
                return Results.Ok(new RebuildAnswer(await request.Completion.WaitAsync(cancellationToken)));
            }
            catch (InvalidOperationException failed)
            {
                return Results.Problem(failed.Message, statusCode: StatusCodes.Status409Conflict);
            }
        });
    }
}
