using System.Collections.Immutable;

namespace Aspire.Hosting.Dashboard;

internal static class DashboardSettingsExtensions
{
    /// <summary>The dashboard's settings as it reads them: src/Aspire.Dashboard/README.md.</summary>
    public static ImmutableSortedDictionary<string, string> ToEnvironment(this DashboardSettings settings) =>
        new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = settings.FrontendUrl,
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = settings.OtlpUrl,
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = settings.OtlpHttpUrl,
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = settings.ResourceServiceUrl,
            ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey",
            ["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = settings.ResourceServiceKey,
            ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
            ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = settings.OtlpKey,
            ["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken",
            ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = settings.BrowserToken,
            ["DASHBOARD__APPLICATIONNAME"] = settings.ApplicationName,
            ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true",
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
