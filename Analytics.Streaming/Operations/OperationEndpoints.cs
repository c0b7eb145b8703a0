using Analytics.Contracts.Parsing;
using Analytics.Contracts.Registry;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Source;
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
        app.MapPost("/control/replay-dlq", ReplayAsync);
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

    private static async Task<IResult> ReplayAsync(
        string? reason,
        bool? dryRun,
        bool? again,
        IngestSettings settings,
        KafkaClients kafka,
        SchemaRegistryClient registry,
        FaultPoints faults,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        if (reason is not null && !DeadLetterReasons.TryParse(reason, out _))
        {
            return Results.Problem($"There is no reason {reason}.", statusCode: StatusCodes.Status400BadRequest);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            var request = new DlqReplayRequest(reason, dryRun == true, again == true);
            var contracts = SourceContracts.Of(settings, registry, new EngineStatus(TimeProvider.System), TimeProvider.System);
            var report = await DlqReplayRun.RunAsync(settings, kafka, contracts, faults, request, _ => { }, stop.Token);
            return Results.Ok(new
            {
                dry_run = request.DryRun,
                seen = report.Seen,
                accepted = report.Accepted,
                reasons = report.Lines.ToDictionary(
                    line => line.Key,
                    line => new { accepted = line.Value.Accepted, refused = line.Value.Refused, replayed = line.Value.Replayed, failed_again = line.Value.FailedAgain }),
            });
        }
        catch (LockHeldException held)
        {
            return Results.Problem($"Another replay is under way: {held.Message}", statusCode: StatusCodes.Status409Conflict);
        }
        catch (SourceUnavailableException down)
        {
            return Results.Problem(down.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Results.Problem(error.Message, statusCode: StatusCodes.Status500InternalServerError);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Results.Problem("Streaming stops. What was sent is noted; ask again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
