using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Quality.Sql;
using Analytics.Quality.Telemetry;

namespace Analytics.Quality.Quarantine;

/// <summary>The quarantine over HTTP: what waits for a decision, and the decision.</summary>
internal static class QuarantineEndpoints
{
    /// <summary>How long a gate may take: a settlement under way is finished first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void MapQuarantine(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/quarantine", (DecisionDesk desk, LakeLayout lake, int? limit) => Listed(desk.Tables, lake, limit));
        routes.MapGet("/quarantine/{table}", (string table, DecisionDesk desk, LakeLayout lake, int? limit) => Answer(() =>
        {
            desk.RequireTable(table);
            return Listed([table], lake, limit);
        }));
        routes.MapPost("/quarantine/{table}/{batch:long}/{action:regex(^(release|discard)$)}", DecideAsync);
    }

    private static IResult Listed(IEnumerable<string> tables, LakeLayout lake, int? limit)
    {
        if (limit is < 1 or > QuarantineJson.MaxBatches)
        {
            return Results.Problem($"limit is {limit}; it can be 1 to {QuarantineJson.MaxBatches}", statusCode: StatusCodes.Status400BadRequest);
        }

        using var database = new QualityDatabase();
        var batches = tables.SelectMany(table => new QuarantinedRows(database, lake, table).List(limit ?? QuarantineJson.MaxBatches)).ToArray();
        return Results.Json(new { batches }, QuarantineJson.Options);
    }

    private static async Task<IResult> DecideAsync(
        string table, long batch, string action, DecisionDesk desk, GateBoard board, TimeProvider time, CancellationToken cancellationToken)
    {
        var wanted = action == "release" ? QuarantineAction.Release : QuarantineAction.Discard;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var outcome = await desk.DecideAsync(table, new QuarantineDecision(wanted, batch), either.Token);
            return Results.Json(outcome, QuarantineJson.Options);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            var reason = board.Of(table).Failure is { } failure ? $"it cannot settle: {failure}" : "it is busy";
            return Results.Problem(
                $"the gate of {table} has not answered yet, {reason}. It carries out the decision when it can; repeat the request to learn of it: a decision is made once",
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Problem(error);
        }
    }

    private static IResult Answer(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (DecisionRefusedException refused)
        {
            return Problem(refused);
        }
    }

    private static IResult Problem(Exception error) => Results.Problem(error.Message, statusCode: error switch
    {
        DecisionRefusedException { IsUnknown: true } => StatusCodes.Status404NotFound,
        DecisionRefusedException => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status500InternalServerError,
    });
}
