using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks for the health of each running resource: often until it is healthy for the first time, then every few seconds.</summary>
internal sealed class HealthMonitor(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    HealthCheckService checks,
    TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources.Select(r => WatchAsync(r, stoppingToken)));

    private async Task WatchAsync(IResource resource, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await notifications.WaitForResourceAsync(resource.Name, KnownResourceStates.Running, stoppingToken).ConfigureAwait(false);
                await MonitorAsync(resource, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The AppHost stops.
        }
    }

    /// <summary>Returns when the resource is no longer running.</summary>
    private async Task MonitorAsync(IResource resource, CancellationToken stoppingToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet();
        var started = false;
        while (IsRunning(resource))
        {
            var healthy = keys.Count == 0 || await CheckAsync(resource, keys, stoppingToken).ConfigureAwait(false);
            if (healthy && !started)
            {
                started = true;
                await notifications.PublishUpdateAsync(resource, s => s.State?.Text == KnownResourceStates.Running ? s with { Ready = Task.CompletedTask } : s).ConfigureAwait(false);
            }

            if (keys.Count == 0)
            {
                await notifications.WaitForResourceAsync(resource.Name, e => e.Snapshot.State?.Text != KnownResourceStates.Running, stoppingToken).ConfigureAwait(false);
                return;
            }

            await Task.Delay(healthy ? WhileHealthy : started ? WhileUnhealthy : WhileStarting, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> CheckAsync(IResource resource, HashSet<string> keys, CancellationToken stoppingToken)
    {
        var report = await checks.CheckHealthAsync(r => keys.Contains(r.Name), stoppingToken).ConfigureAwait(false);
        var now = clock.GetUtcNow().UtcDateTime;
        await notifications.PublishUpdateAsync(resource, s => s.State?.Text != KnownResourceStates.Running ? s : s with
        {
            HealthReports = [.. report.Entries.Select(e => new HealthReportSnapshot(e.Key, e.Value.Status, e.Value.Description, e.Value.Exception?.ToString()) { LastRunAt = now })],
        }).ConfigureAwait(false);
        return report.Status == HealthStatus.Healthy;
    }

    private bool IsRunning(IResource resource) =>
        notifications.TryGetCurrentState(ResourceNotificationService.IdOf(resource), out var current) && current.Snapshot.State?.Text == KnownResourceStates.Running;
}
