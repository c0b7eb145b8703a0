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

    /// <summary>Says that no more input comes. Repeating it is harmless; false when the service could not hear it.</summary>
    public async Task<bool> TryEndInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = CreateClient();
            using var response = await client.PostAsync(endpoints.EndOfInput, content: null, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (IsPassing(error, cancellationToken))
        {
            return false;
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
