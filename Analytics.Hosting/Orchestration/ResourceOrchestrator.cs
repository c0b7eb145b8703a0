using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts all resources, each as soon as what it waits for is there, and stops them in the opposite order.</summary>
internal sealed class ResourceOrchestrator(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ProcessLauncher launcher,
    DistributedApplicationOptions options,
    ILoggerFactory loggerFactory,
    TimeProvider clock) : IHostedService, IDisposable
{
    /// <summary>How long processes may take to stop before all that is left is killed. The whole stop takes less than 5 s.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3.5);

    private readonly ConcurrentDictionary<IResource, ProcessController> _processes = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _starts = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        EndpointAllocator.Allocate(model.Resources);
        foreach (var resource in model.Resources)
        {
            if (resource is ProjectResource or ExecutableResource)
            {
                var mirror = options.EnableResourceLogging ? loggerFactory.CreateLogger($"Resources.{resource.Name}") : null;
                _processes[resource] = new ProcessController(resource, notifications, logs.LogOf(resource), launcher, mirror, clock);
            }
        }

        foreach (var resource in model.Resources)
        {
            notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.NotStarted, Urls = ResourceUrls.Of(resource, inactive: true) });
        }

        _starts = [.. model.Resources.Where(r => !r.HasAnnotationOfType<ExplicitStartupAnnotation>()).Select(r => Task.Run(() => StartAsync(r, _stopping.Token), CancellationToken.None))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_starts).ConfigureAwait(false);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Grace);
        var stops = new Dictionary<IResource, Task>();
        await Task.WhenAll(_processes.Keys.Select(StopAfterDependents)).ConfigureAwait(false);

        Task StopAfterDependents(IResource resource)
        {
            if (stops.TryGetValue(resource, out var known))
            {
                return known;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            stops[resource] = done.Task;
            var dependents = _processes.Keys.Where(other => other != resource && Dependencies.DependsOn(other, resource)).Select(StopAfterDependents).ToArray();
            _ = StopAsync(resource, dependents, done);
            return done.Task;
        }

        async Task StopAsync(IResource resource, Task[] dependents, TaskCompletionSource done)
        {
            try
            {
                await Task.WhenAll(dependents).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await _processes[resource].StopAsync(deadline.Token).ConfigureAwait(false);
            }
            finally
            {
                done.SetResult();
            }
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        foreach (var process in _processes.Values)
        {
            process.Dispose();
        }
    }

    public async Task StartResourceAsync(string resourceId, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await StartAsync(Find(resourceId), either.Token).ConfigureAwait(false);
    }

    public async Task StopResourceAsync(string resourceId, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        deadline.CancelAfter(Grace);
        await _processes[Find(resourceId)].StopAsync(deadline.Token).ConfigureAwait(false);
    }

    public async Task RestartResourceAsync(string resourceId, CancellationToken cancellationToken)
    {
        await StopResourceAsync(resourceId, cancellationToken).ConfigureAwait(false);
        await StartResourceAsync(resourceId, cancellationToken).ConfigureAwait(false);
    }

    private async Task StartAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            if (resource.HasAnnotationOfType<WaitAnnotation>())
            {
                await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Waiting }).ConfigureAwait(false);
                await notifications.WaitForDependenciesAsync(resource, cancellationToken).ConfigureAwait(false);
            }

            if (_processes.TryGetValue(resource, out var process))
            {
                await process.StartAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            if (resource is IResourceWithConnectionString source)
            {
                var value = await source.GetConnectionStringAsync(cancellationToken).ConfigureAwait(false);
                await notifications.PublishUpdateAsync(resource, s => s with
                {
                    Properties = [new ResourcePropertySnapshot("resource.connectionString", value) { IsSensitive = true }],
                }).ConfigureAwait(false);
            }

            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
                StartTimeStamp = clock.GetUtcNow().UtcDateTime,
                Urls = ResourceUrls.Of(resource, inactive: false),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped while it waited.
        }
        catch (Exception error)
        {
            logs.LogOf(resource).Append(error.Message, isError: true);
            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                StopTimeStamp = clock.GetUtcNow().UtcDateTime,
            }).ConfigureAwait(false);
        }
    }

    private IResource Find(string resourceId) => _processes.Keys.FirstOrDefault(r =>
            string.Equals(ResourceNotificationService.IdOf(r), resourceId, StringComparison.OrdinalIgnoreCase) || string.Equals(r.Name, resourceId, StringComparison.OrdinalIgnoreCase))
        ?? throw new DistributedApplicationException($"There is no process '{resourceId}'.");
}
