using System.Security.Cryptography;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard and the resource service listen, and the keys between them. New keys at every start.</summary>
internal sealed record DashboardSettings(bool IsEnabled, string FrontendUrl, string BrowserToken, string OtlpUrl, string OtlpKey, string ResourceServiceUrl, string ResourceServiceKey, string ApplicationName)
{
    /// <summary>Ports that were asked for but are taken, so that others are used.</summary>
    public IReadOnlyList<int> TakenPorts { get; init; } = [];

    public string LoginUrl => $"{FrontendUrl}/login?t={BrowserToken}";

    public static DashboardSettings Create(DistributedApplicationOptions options, IConfiguration configuration)
    {
        var ports = new HashSet<int>();
        var moved = new List<int>();
        string Url(string? wanted = null)
        {
            if (wanted is not null && Uri.TryCreate(wanted, UriKind.Absolute, out var uri))
            {
                // A port is taken when another AppHost runs: then this one's dashboard goes elsewhere.
                if (EndpointAllocator.IsFree(uri.Port) && ports.Add(uri.Port))
                {
                    return wanted.TrimEnd('/');
                }

                moved.Add(uri.Port);
            }

            return $"http://localhost:{EndpointAllocator.FreePort(ports)}";
        }

        static string Key() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var name = options.DashboardApplicationName ?? "AppHost";
        return options.DisableDashboard
            ? new(false, "", "", "", "", "", "", name)
            : new(
                true,
                Url(FirstUrl(configuration["ASPNETCORE_URLS"])),
                configuration["AppHost:BrowserToken"] ?? Key(),
                Url(configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"]),
                Key(),
                Url(configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]),
                Key(),
                name) { TakenPorts = moved };
    }

    private static string? FirstUrl(string? urls) =>
        urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(u => u.StartsWith("http:", StringComparison.OrdinalIgnoreCase))?.TrimEnd('/');
}
