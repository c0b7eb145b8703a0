using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.AppHost.Screen;

/// <summary>Gates that let nothing through or cannot settle, a line each. Asked for now and then.</summary>
internal sealed class GateAlarms(IHttpClientFactory clients, PlatformEndpoints endpoints, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private IReadOnlyList<string> _alarms = [];
    private long? _asked;

    /// <summary>The alarms; what was known last while nobody answers.</summary>
    public async Task<IReadOnlyList<string>> NowAsync(CancellationToken cancellationToken)
    {
        if (_asked is { } asked && clock.GetElapsedTime(asked) < Interval)
        {
            return _alarms;
        }

        _asked = clock.GetTimestamp();
        try
        {
            using var client = clients.CreateClient();
            client.Timeout = Timeout;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("analytics-status-screen");
            using var response = await client.GetAsync(endpoints.Gates, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                _alarms = Read(await JsonNode.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or IOException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The screen goes on with what it knew.
        }

        return _alarms;
    }

    /// <param name="gates">The answer: <c>{"gates":[{"table":"events","state":"closed","closed_since":"2026-01-31T23:59:00Z","refused_rows":17,…}],…}</c>.</param>
    internal static IReadOnlyList<string> Read(JsonNode? gates) =>
    [
        .. (gates?["gates"] as JsonArray ?? []).OfType<JsonObject>().Select(gate => ((string?)gate["state"], (string?)gate["table"]) switch
        {
            ("closed", var table) => string.Create(
                CultureInfo.InvariantCulture,
                $"✗ {table}: everything is quarantined since {((DateTime)gate["closed_since"]!).ToUniversalTime():HH:mm:ss} UTC, {(long)gate["refused_rows"]!:#,0} rows: nothing reaches gold. See /quality of the API."),
            ("stuck", var table) => $"✗ {table}: settlement fails and is tried again: {gate["failure"]}",
            _ => null,
        }).OfType<string>(),
    ];
}
