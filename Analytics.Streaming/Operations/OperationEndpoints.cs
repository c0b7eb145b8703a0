using Analytics.Contracts.Registry;
using Analytics.Lake.Maintenance;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Status;
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
        app.MapPost("/control/fold-in", async (long from, long to, bool? dryRun, FoldInRequests requests, IngestSettings settings, SchemaRegistryClient registry, CancellationToken cancellationToken) =>
        {
            if (from >= to)
            {
                return Results.Problem("An empty range.", statusCode: StatusCodes.Status400BadRequest);
            }

            var request = new FoldInRequest(from, to);
            try
            {
                if (dryRun == true)
                {
                    var none = new FaultPoints(null);
                    return Results.Ok(await FoldInOnce.RunAsync(
                        settings,
                        () => SourceContracts.Of(settings, registry, new EngineStatus(TimeProvider.System), TimeProvider.System),
                        none,
                        request,
                        dryRun: true,
                        cancellationToken));
                }

                requests.Post(request);
                return Results.Ok(await request.Completion.WaitAsync(cancellationToken));
            }
            catch (InvalidOperationException failed)
            {
                return Results.Problem(failed.Message, statusCode: StatusCodes.Status409Conflict);
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
