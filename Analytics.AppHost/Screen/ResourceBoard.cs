using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Analytics.AppHost.Screen;

/// <summary>The present state of every resource, in the order of Program.cs, and what crashed.</summary>
internal sealed class ResourceBoard(ResourceNotificationService notifications, ResourceLoggerService logs, DistributedApplicationModel model) : BackgroundService
{
    private const int LastLines = 12;
    private readonly ConcurrentDictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource<ResourceEvent> _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first resource that ended without having been asked to.</summary>
    public Task<ResourceEvent> Crash => _crash.Task;

    public IEnumerable<ResourceEvent> States => model.Resources.Select(r => Find(r.Name)).OfType<ResourceEvent>();

    public ResourceEvent? Find(string name) => _states.GetValueOrDefault(name);

    public static bool IsHealthy(ResourceEvent? resource) => resource?.Snapshot.HealthStatus == HealthStatus.Healthy;

    public static bool HasCrashed(ResourceEvent resource)
    {
        var state = resource.Snapshot.State?.Text;
        return state == KnownResourceStates.FailedToStart
            || (state == KnownResourceStates.Finished && resource.Snapshot.ExitCode is not (0 or null));
    }

    /// <summary>The last lines that a resource wrote, without their time stamps.</summary>
    public async Task<IReadOnlyList<string>> LastLinesAsync(ResourceEvent resource, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(resource.ResourceId).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            lines.AddRange(batch.Select(line => WithoutTimestamp(line.Content)));
        }

        return [.. lines.TakeLast(LastLines)];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var update in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                _states[update.Resource.Name] = update;
                if (HasCrashed(update))
                {
                    _crash.TrySetResult(update);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The platform stops.
        }
    }

    private static string WithoutTimestamp(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 10 && line[space - 1] == 'Z' && line[4] == '-' ? line[(space + 1)..] : line;
    }
}
