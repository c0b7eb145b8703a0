using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Shouldly;

namespace Analytics.Tests.Hosting;

/// <summary>An application of the built-in host inside the test's own process, without a dashboard.</summary>
internal static class HostedApplication
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static IDistributedApplicationBuilder CreateBuilder() =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true, ProjectDirectory = AppContext.BaseDirectory });

    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "/bin/sh", AppContext.BaseDirectory, "-c", script);

    public static Task<ResourceEvent> WaitForEndAsync(this DistributedApplication app, string name) =>
        app.ResourceNotifications.WaitForResourceAsync(name, e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text)).WaitAsync(Timeout);

    public static async Task<string[]> LinesAsync(this DistributedApplication app, ResourceLoggerService logs, string name)
    {
        app.ResourceNotifications.TryGetCurrentState(name, out var state).ShouldBeTrue();
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(state!.ResourceId))
        {
            lines.AddRange(batch.Select(l => l.Content[(l.Content.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        }

        return [.. lines];
    }
}
