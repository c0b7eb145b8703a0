namespace Analytics.Api.Quarantine;

/// <summary>The quarantine, as the Quality service tells it: it owns these tables, so lists and decisions are passed on to it.</summary>
internal static class QuarantineEndpoints
{
    private const string Service = "services:quality:http:0";

    public static void MapQuarantine(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/quality/quarantine").WithTags("Quality");
        group.MapGet("", (HttpContext context, IConfiguration configuration, IHttpClientFactory clients) => PassAsync(context, configuration, clients, HttpMethod.Get, "quarantine"))
            .WithName("ListQuarantine")
            .WithSummary("The batches that wait for a decision, with the expectations that they break");
        group.MapPost("/{table}/{batch:long}/{action:regex(^(release|discard)$)}",
                (string table, long batch, string action, HttpContext context, IConfiguration configuration, IHttpClientFactory clients) =>
                    PassAsync(context, configuration, clients, HttpMethod.Post, $"quarantine/{Uri.EscapeDataString(table)}/{batch}/{action}"))
            .WithName("DecideQuarantine")
            .WithSummary("Releases a batch to gold or discards it: once, however often it is asked");
    }

    private static async Task PassAsync(HttpContext context, IConfiguration configuration, IHttpClientFactory clients, HttpMethod method, string path)
    {
        if (configuration[Service] is not { Length: > 0 } address)
        {
            throw new BadHttpRequestException($"The API does not know where Quality is: set {Service}, or use the command line of Analytics.Quality.", StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            using var client = clients.CreateClient();
            using var request = new HttpRequestMessage(method, new Uri(new Uri(address), $"/{path}{context.Request.QueryString}"));
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException error)
        {
            throw new BadHttpRequestException($"Quality does not answer at {address}: {error.Message}", StatusCodes.Status503ServiceUnavailable, error);
        }
    }
}
