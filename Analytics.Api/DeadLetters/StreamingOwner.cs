using System.Text.Json;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;

namespace Analytics.Api.DeadLetters;

/// <summary>The running Streaming of this lake: only it may send dead letters again. The lake says where it answers.</summary>
internal sealed class StreamingOwner(LakeLayout lake) : IDisposable
{
    private const string Role = "streaming";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // A replay takes as long as it takes; the client's going away ends it between two pages. Never tried again unasked.
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Asks for a replay.</summary>
    /// <exception cref="BadHttpRequestException">Streaming does not run, or says no: its status and its words.</exception>
    public async Task<ReplayAnswer> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        if (WriterLock.ReadAddress(lake.Root, Role) is not { } owner)
        {
            throw Down("Streaming of this lake does not run, or has not said where it answers.");
        }

        var reason = request.Reason is { } only ? $"&reason={Uri.EscapeDataString(only)}" : "";
        var address = new Uri(new Uri(owner), $"/control/replay-dlq?dryRun={(request.DryRun ? "true" : "false")}&again={(request.Again ? "true" : "false")}{reason}");
        try
        {
            using var answer = await _http.PostAsync(address, content: null, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return (await answer.Content.ReadFromJsonAsync<ReplayAnswer>(Json, cancellationToken))!;
            }

            var problem = await answer.Content.ReadAsStringAsync(cancellationToken);
            throw new BadHttpRequestException(Detail(problem) ?? $"Streaming answered {(int)answer.StatusCode}.", (int)answer.StatusCode);
        }
        catch (HttpRequestException error)
        {
            // Also after a kill: the address stays until the next start.
            throw Down($"Streaming does not answer at {owner}: {error.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static BadHttpRequestException Down(string what) =>
        new($"{what} Start it, or use the command replay-dlq of Analytics.Streaming.", StatusCodes.Status503ServiceUnavailable);

    private static string? Detail(string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(problem);
            return document.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
