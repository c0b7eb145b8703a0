using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    /// <summary>Waits for a state.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="targetState">The state, by default Running.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completed in that state.</returns>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits for one of several states.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state that it reached.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(resourceName, e => e.Snapshot.State is { } state && targetStates.Contains(state.Text), cancellationToken).ConfigureAwait(false);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits for a condition.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="predicate">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first state that fulfils it.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);

        await foreach (var update in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (string.Equals(update.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(update))
            {
                return update;
            }
        }

        throw new OperationCanceledException($"The wait for resource '{resourceName}' was cancelled.", cancellationToken);
    }

    /// <summary>Waits until a resource is running, healthy and ready.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state.</returns>
    /// <exception cref="DistributedApplicationException">The resource failed, and the default behaviour is to stop then.</exception>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until a resource is running, healthy and ready.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="waitBehavior">What to do when it fails.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state.</returns>
    /// <exception cref="DistributedApplicationException">The resource failed or does not exist.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        if (!_services.GetRequiredService<DistributedApplicationModel>().Resources.TryGetByName(resourceName, out _))
        {
            throw new DistributedApplicationException($"There is no resource '{resourceName}'.");
        }

        var reached = await WaitForResourceAsync(
            resourceName,
            e => (e.Snapshot.HealthStatus == HealthStatus.Healthy && e.Snapshot.Ready is not null) || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && IsTerminal(e)),
            cancellationToken).ConfigureAwait(false);
        if (IsTerminal(reached))
        {
            throw new DistributedApplicationException($"Stopped waiting for resource '{resourceName}' to become healthy because it is {Describe(reached)}.");
        }

        await reached.Snapshot.Ready!.WaitAsync(cancellationToken).ConfigureAwait(false);
        return reached;
    }

    /// <summary>Waits for everything that a resource waits for.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completed when it may start.</returns>
    /// <exception cref="DistributedApplicationException">Another resource failed, and the behaviour is to stop then.</exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitAsync(resource, wait, cancellationToken)));
    }

    private async Task WaitAsync(IResource resource, WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var stops = (wait.WaitBehavior ?? DefaultWaitBehavior) == WaitBehavior.StopOnResourceUnavailable;
        var reached = await WaitForResourceAsync(wait.Resource.Name, e => Fulfils(wait, e) || (stops && IsTerminal(e)), cancellationToken).ConfigureAwait(false);
        if (!Fulfils(wait, reached))
        {
            throw new DistributedApplicationException($"Resource '{resource.Name}' stopped waiting for '{wait.Resource.Name}' because it is {Describe(reached)}.");
        }

        if (wait.WaitType == WaitType.WaitForCompletion && reached.Snapshot.ExitCode is { } code && code != wait.ExitCode)
        {
            throw new DistributedApplicationException($"Resource '{resource.Name}' stopped waiting for '{wait.Resource.Name}' because it ended with exit code {code}, expected {wait.ExitCode}.");
        }

        if (wait.WaitType == WaitType.WaitUntilHealthy)
        {
            await reached.Snapshot.Ready!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool Fulfils(WaitAnnotation wait, ResourceEvent e) => wait.WaitType switch
    {
        WaitType.WaitUntilHealthy => e.Snapshot.HealthStatus == HealthStatus.Healthy && e.Snapshot.Ready is not null,
        WaitType.WaitUntilStarted => e.Snapshot.State?.Text == KnownResourceStates.Running,
        WaitType.WaitForCompletion => e.Snapshot.State?.Text == KnownResourceStates.Finished || e.Snapshot.State?.Text == KnownResourceStates.Exited,
        _ => throw new InvalidOperationException($"Unknown wait type {wait.WaitType}."),
    };

    private static bool IsTerminal(ResourceEvent e) => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text);

    private static string Describe(ResourceEvent e) =>
        e.Snapshot.ExitCode is { } code ? $"{e.Snapshot.State?.Text} with exit code {code}" : $"{e.Snapshot.State?.Text}";
}
