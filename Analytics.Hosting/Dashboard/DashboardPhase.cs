namespace Aspire.Hosting.Dashboard;

internal enum DashboardPhase
{
    Disabled,
    Installing,
    Starting,
    Running,
    Unavailable,
}
