using System.Globalization;
using Analytics.AppHost.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.AppHost.Screen;

/// <summary>The screen as lines of text: what runs, where to click, where the data lies, the ledger.</summary>
internal sealed class StatusView(ResourceBoard board, PlatformSettings platform, IConfiguration configuration)
{
    private const int NameWidth = 17;

    public IEnumerable<string> Header()
    {
        yield return $"Real-Time Analytics Platform · pipeline {platform.PipelineName} · {(platform.Input is { } file ? file : platform.HasProducer ? "simulated traffic" : "input from outside")}";
    }

    public IReadOnlyList<ScreenSection> Sections(LedgerSnapshot? ledger, IReadOnlyDictionary<string, long> openRows, IReadOnlyList<string> alarms, double eventsPerSecond) =>
    [
        new([.. Header()]),
        new(
            [.. board.States.Select(resource => $"  {Symbol(resource)} {resource.Resource.Name,-NameWidth}{State(resource)}")],
            [$"  {string.Join("   ", board.States.Select(resource => $"{Symbol(resource)} {resource.Resource.Name}{(Symbol(resource) is "●" or "✓" ? "" : $" {State(resource)}")}"))}"]),
        new([.. alarms.Select(alarm => $"  {alarm}")]),
        new([.. Places().Select(place => $"  {place.Name,-NameWidth}  {place.Place}")]),
        new(ledger is null
            ? ["  The ledger appears when the API is up."]
            :
            [
                .. LedgerText.Lines(ledger, openRows).Select(line => $"  {line}"),
                $"  {eventsPerSecond.ToString("#,0", CultureInfo.InvariantCulture)} events/s · watermark {LedgerText.Time(ledger.Watermark)}{(ledger.EndOfInput ? " · end of input" : "")}",
            ]),
        new(["  Ctrl-C stops everything; the next start goes on where this one stopped."]),
    ];

    public IEnumerable<(string Name, string Place)> Places()
    {
        yield return ("Dashboard", Dashboard());
        foreach (var (resource, name, path) in ((string, string, string)[])[("api", "API", "/"), ("api", "API documentation", "/scalar"), ("api", "Data quality", "/quality"), ("schema-registry", "Schema registry", "/subjects")])
        {
            if (Url(resource, "http") is { } url)
            {
                yield return (name, url.TrimEnd('/') + path);
            }
        }

        if ((platform.ExternalKafka ?? Url("broker", "tcp")?.Replace("tcp://", "", StringComparison.Ordinal)) is { } kafka)
        {
            yield return ("Kafka", kafka);
        }

        yield return ("Lake", platform.Lake);
    }

    /// <summary>The built-in host says where the dashboard is and how far its start has come; under Aspire it is where the launch profile puts it.</summary>
    public string Dashboard() =>
        configuration["AppHost:DashboardUrl"] is { Length: > 0 } status ? status
        : !configuration.GetValue("Platform:Dashboard", true) ? "off (--no-dashboard)"
        : configuration["ASPNETCORE_URLS"] is { } urls && configuration["AppHost:BrowserToken"] is { } token ? $"{urls.Split(';')[0]}/login?t={token}"
        : "…";

    private static string Symbol(ResourceEvent resource)
    {
        if (ResourceBoard.HasCrashed(resource))
        {
            return "✗";
        }

        var state = resource.Snapshot.State?.Text;
        return state == KnownResourceStates.Running ? (ResourceBoard.IsHealthy(resource) ? "●" : "◐")
            : state == KnownResourceStates.Finished ? "✓"
            : "○";
    }

    private static string State(ResourceEvent resource)
    {
        var snapshot = resource.Snapshot;
        var state = snapshot.State?.Text ?? "";
        return snapshot.ExitCode is { } code && state != KnownResourceStates.Running ? $"{state} (exit code {code})"
            : state == KnownResourceStates.Running ? (snapshot.HealthStatus == HealthStatus.Healthy ? "Running, healthy" : "Running, not yet healthy")
            : state;
    }

    /// <summary>The endpoint itself, not a link to a page of it.</summary>
    private string? Url(string resource, string scheme) =>
        board.Find(resource)?.Snapshot.Urls.Select(u => u.Url).FirstOrDefault(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == scheme && uri.AbsolutePath is "" or "/");
}
