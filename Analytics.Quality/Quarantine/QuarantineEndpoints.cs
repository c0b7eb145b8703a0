using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Quality.Sql;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Quality.Quarantine;

/// <summary>The quarantine over HTTP: what waits for a decision, and the decision.</summary>
internal static class QuarantineEndpoints
{
    public static void MapQuarantine(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/quarantine", (DecisionDesk desk, LakeLayout lake, int? limit) => Listed(desk.Tables, lake, limit));
        routes.MapGet("/quarantine/{table}", (string table, DecisionDesk desk, LakeLayout lake, int? limit) => Answer(() =>
        {
            desk.RequireTable(table);
            return Listed([table], lake, limit);
        }));
        routes.MapPost("/quarantine/{table}/{batch:long}/{action:regex(^(release|discard)$)}", DecideAsync).RequireSameOrigin();
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

    private static async Task<IResult> DecideAsync(string table, long batch, string action, DecisionDesk desk, CancellationToken cancellationToken)
    {
        var wanted = action == "release" ? QuarantineAction.Release : QuarantineAction.Discard;
        try
        {
            return Results.Json(await desk.DecideAsync(table, new QuarantineDecision(wanted, batch), DecisionDesk.Patience, cancellationToken), QuarantineJson.Options);
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

    /// <summary>The status of a decision that was not made.</summary>
    public static int Status(Exception error) => error switch
    {
        DecisionRefusedException { IsUnknown: true } => StatusCodes.Status404NotFound,
        DecisionRefusedException => StatusCodes.Status409Conflict,
        DecisionLateException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static IResult Problem(Exception error) => Results.Problem(error.Message, statusCode: Status(error));
}
