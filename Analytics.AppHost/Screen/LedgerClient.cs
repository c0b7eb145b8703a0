using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.AppHost.Screen;

/// <summary>Asks the API for the ledger and the streaming service for the end of the input.</summary>
internal sealed class LedgerClient(IHttpClientFactory clients, PlatformEndpoints endpoints)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The ledger; null while the API can't tell.</summary>
    public async Task<JsonObject?> TryGetAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = CreateClient();
            using var response = await client.GetAsync(endpoints.Ledger, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonNode.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false) as JsonObject;
        }
        catch (Exception error) when (IsPassing(error, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>Says that no more input comes; repeating it is harmless.</summary>
    /// <returns>Where the topic ends, by partition; null when the service could not hear it, or has not asked the broker yet.</returns>
    /// <remarks>The answer: <c>{"partitions":[{"partition":0,"next_offset":17,"lag":3},…],…}</c>.</remarks>
    public async Task<IReadOnlyDictionary<int, long>?> TryEndInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = CreateClient();
            using var response = await client.PostAsync(endpoints.EndOfInput, content: null, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var status = await JsonNode.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
            var partitions = (status?["partitions"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
            return partitions.Length > 0 && partitions.All(p => p["lag"] is not null)
                ? partitions.ToDictionary(p => p["partition"]!.GetValue<int>(), p => p["next_offset"]!.GetValue<long>() + p["lag"]!.GetValue<long>())
                : null;
        }
        catch (Exception error) when (IsPassing(error, cancellationToken))
        {
            return null;
        }
    }

    private static bool IsPassing(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or JsonException or IOException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    private HttpClient CreateClient()
    {
        var client = clients.CreateClient();
        client.Timeout = Timeout;
        return client;
    }
}
