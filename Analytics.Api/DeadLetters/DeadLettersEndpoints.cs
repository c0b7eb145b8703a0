using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Analytics.Api.DeadLetters;

internal static class DeadLettersEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/dlq").WithTags("Dead letters");
        group.MapGet("", async ([AsParameters] DeadLettersRequest request, DeadLettersReader reader, HttpContext context) =>
                TypedResults.Ok(await reader.ReadAsync(request, context.RequestAborted)))
            .WithName("ListDeadLetters")
            .WithSummary("Records that broke the contract, the newest first")
            .WithDescription(
                "Each with its coordinates (topic, partition, offset), reason and place of the fault. Keys, values and headers are text where they are valid UTF-8, otherwise base64; "
                + "the frame of Confluent's wire format is shown as schema_id. Payloads of more than 64 KiB are omitted here: ask for the record by its coordinates.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/{topic}/{partition:int}/{offset:long}", FindAsync)
            .WithName("GetDeadLetter")
            .WithSummary("One dead letter with all of its bytes")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/replay", async ([FromBody] ReplayRequest request, StreamingOwner owner, HttpContext context) =>
            {
                _ = DeadLettersQuery.Reason(request.Reason);
                return TypedResults.Ok(await owner.ReplayAsync(request, context.RequestAborted));
            })
            .WithName("ReplayDeadLetters")
            .WithSummary("Sends the dead letters that the contract accepts by now to their topic again, each once")
            .WithDescription(
                "Streaming does it, as the command replay-dlq does: repeats of the request send nothing twice. With dry_run nothing is sent. The answer comes when it is done.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<DeadLetterView>> FindAsync(string topic, int partition, long offset, DeadLettersReader reader, HttpContext context) =>
        await reader.FindAsync(topic, partition, offset, context.RequestAborted) is { } letter
            ? TypedResults.Ok(letter)
            : throw new BadHttpRequestException($"There is no dead letter at {topic}/{partition}/{offset}.", StatusCodes.Status404NotFound);
}
