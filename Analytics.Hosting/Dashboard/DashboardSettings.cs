using System.Security.Cryptography;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard and the resource service listen, and the keys between them. New keys at every start.</summary>
internal sealed record DashboardSettings(bool IsEnabled, string FrontendUrl, string BrowserToken, string OtlpUrl, string OtlpKey, string ResourceServiceUrl, string ResourceServiceKey, string ApplicationName)
{
    /// <summary>Ports that were asked for but are taken, so that others are used.</summary>
    public IReadOnlyList<int> TakenPorts { get; init; } = [];

    /// <summary>OTLP over HTTP: nobody here uses it, but the dashboard's own choice (4318) would be taken by the next dashboard.</summary>
    public string OtlpHttpUrl { get; init; } = "";

    public string LoginUrl => $"{FrontendUrl}/login?t={BrowserToken}";

    public static DashboardSettings Create(DistributedApplicationOptions options, IConfiguration configuration)
    {
        var ports = new HashSet<int>();
        string?[] wanted = [FirstUrl(configuration["ASPNETCORE_URLS"]), configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"], configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]];
        // Another AppHost that has just started holds only the last of its ports, the others come with its dashboard: all move together.
        var taken = options.DisableDashboard ? [] : wanted.Where(IsTaken).Select(url => new Uri(url!).Port).ToArray();
        string Url(string? url) => url is not null && taken.Length == 0 ? url.TrimEnd('/') : $"http://localhost:{EndpointAllocator.FreePort(ports)}";
        static string Key() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var name = options.DashboardApplicationName ?? "AppHost";
        return options.DisableDashboard
            ? new(false, "", "", "", "", "", "", name)
            : new(
                true,
                Url(wanted[0]),
                configuration["AppHost:BrowserToken"] ?? Key(),
                Url(wanted[1]),
                Key(),
                Url(wanted[2]),
                Key(),
                name)
            { TakenPorts = taken, OtlpHttpUrl = Url(null) };
    }

    private static bool IsTaken(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && !EndpointAllocator.IsFree(uri.Port);

    private static string? FirstUrl(string? urls) =>
        urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(u => u.StartsWith("http:", StringComparison.OrdinalIgnoreCase))?.TrimEnd('/');
}
