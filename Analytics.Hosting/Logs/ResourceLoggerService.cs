using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What the resources write.</summary>
public class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _clock;

    internal ResourceLoggerService(TimeProvider clock)
    {
        _clock = clock;
    }

    /// <summary>Writes into a resource's log.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The logger.</returns>
    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return GetLogger(ResourceNotificationService.IdOf(resource));
    }

    /// <summary>Writes into a resource's log.</summary>
    /// <param name="resourceName">The resource's id.</param>
    /// <returns>The logger.</returns>
    public ILogger GetLogger(string resourceName) => new ResourceLogger(LogOf(resourceName));

    /// <summary>The lines so far.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The lines.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return GetAllAsync(ResourceNotificationService.IdOf(resource));
    }

    /// <summary>The lines so far.</summary>
    /// <param name="resourceName">The resource's id.</param>
    /// <returns>The lines.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) =>
        new[] { (IReadOnlyList<LogLine>)LogOf(resourceName).Backlog() }.ToAsyncEnumerable();

    /// <summary>The lines so far and all that follow, in batches.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The lines.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return WatchAsync(ResourceNotificationService.IdOf(resource));
    }

    /// <summary>The lines so far and all that follow, in batches.</summary>
    /// <param name="resourceName">The resource's id.</param>
    /// <returns>The lines.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => FollowAsync(LogOf(resourceName));

    internal ResourceLog LogOf(IResource resource) => LogOf(ResourceNotificationService.IdOf(resource));

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync(ResourceLog log, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (backlog, follower) = log.Follow();
        try
        {
            if (backlog.Length > 0)
            {
                yield return backlog;
            }

            while (await follower.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var batch = new List<LogLine>();
                while (batch.Count < 1_000 && follower.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            log.Unfollow(follower);
        }
    }

    private ResourceLog LogOf(string resourceId) => _logs.GetOrAdd(resourceId, _ => new ResourceLog(_clock));
}
