namespace Aspire.Hosting.Dashboard;

/// <summary>Whether a person can open the dashboard; the AppHost's screen reads it from configuration under <c>AppHost:Dashboard:*</c>.</summary>
internal sealed class DashboardState(Microsoft.Extensions.Configuration.IConfiguration configuration)
{
    public const string StatusKey = "AppHost:DashboardStatus";
    public const string UrlKey = "AppHost:DashboardUrl";

    public void Report(DashboardPhase phase, string detail)
    {
        configuration[StatusKey] = phase.ToString();
        configuration[UrlKey] = detail;
    }
}
