using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.ServiceDefaults;

/// <summary>
/// The body of <c>/health</c>: the status, then a line for each check that is not healthy.
/// <code>
/// Unhealthy
/// engine: disk_full: No space left on device
/// </code>
/// </summary>
internal static class HealthText
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var causes = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key}: {entry.Value.Description}");
        return context.Response.WriteAsync(string.Join('\n', causes.Prepend(report.Status.ToString())), context.RequestAborted);
    }
}
