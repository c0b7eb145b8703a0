using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.AppHost.Screen;

/// <summary>Rows of open windows by table: what a newcomer sees before the watermark has closed any window. Asked for now and then, since it is computed.</summary>
internal sealed class LiveCounts(IHttpClientFactory clients, PlatformEndpoints endpoints, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private Dictionary<string, long> _counts = [];
    private long _gold = -1;
    private long _asked;

    /// <summary>The newest counts; empty while there are none.</summary>
    public async Task<IReadOnlyDictionary<string, long>> OfAsync(LedgerSnapshot? ledger, CancellationToken cancellationToken)
    {
        if (ledger is null || ledger.Tables.Count == 0 || ledger.Gold == 0 || ledger.Gold == _gold || (_gold >= 0 && clock.GetElapsedTime(_asked) < Interval))
        {
            return _counts;
        }

        (_gold, _asked) = (ledger.Gold, clock.GetTimestamp());
        try
        {
            using var client = clients.CreateClient();
            client.Timeout = Timeout;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("analytics-status-screen");
            var sql = string.Join(" UNION ALL ", ledger.Tables.Select((table, index) => $"SELECT {index} AS i, count(*) AS n FROM \"{table.Name}_live\" WHERE _open"));
            using var response = await client.PostAsJsonAsync(endpoints.Query, new { sql }, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode && await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken).ConfigureAwait(false) is { } answer)
            {
                _counts = answer["rows"]!.AsArray().ToDictionary(row => ledger.Tables[(int)row![0]!].Name, row => (long)row![1]!);
            }
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or IOException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The screen goes on with what it knew.
        }

        return _counts;
    }
}
