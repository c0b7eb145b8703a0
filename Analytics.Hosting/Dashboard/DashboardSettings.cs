using System.Security.Cryptography;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard and the resource service listen, and the keys between them. New keys at every start.</summary>
internal sealed record DashboardSettings(bool IsEnabled, string FrontendUrl, string BrowserToken, string OtlpUrl, string OtlpKey, string ResourceServiceUrl, string ResourceServiceKey, string ApplicationName)
{
    public string LoginUrl => $"{FrontendUrl}/login?t={BrowserToken}";

    public static DashboardSettings Create(DistributedApplicationOptions options, IConfiguration configuration)
    {
        var ports = new HashSet<int>();
        string Url() => $"http://localhost:{EndpointAllocator.FreePort(ports)}";
        static string Key() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var name = options.DashboardApplicationName ?? "AppHost";
        return options.DisableDashboard
            ? new(false, "", "", "", "", "", "", name)
            : new(
                true,
                FirstUrl(configuration["ASPNETCORE_URLS"]) ?? Url(),
                configuration["AppHost:BrowserToken"] ?? Key(),
                configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? Url(),
                Key(),
                configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] ?? Url(),
                Key(),
                name);
    }

    private static string? FirstUrl(string? urls) =>
        urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(u => u.StartsWith("http:", StringComparison.OrdinalIgnoreCase))?.TrimEnd('/');
}
