using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of all resources, for everyone who wants to know.</summary>
public partial class ResourceNotificationService
{
    private readonly ConcurrentDictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _publishing = new();
    private readonly IServiceProvider _services;
    private readonly TimeProvider _clock;
    private ImmutableArray<Channel<ResourceEvent>> _watchers = [];

    internal ResourceNotificationService(IServiceProvider services)
    {
        _services = services;
        _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        DefaultWaitBehavior = services.GetRequiredService<IOptions<ResourceNotificationServiceOptions>>().Value.DefaultWaitBehavior;
    }

    internal WaitBehavior DefaultWaitBehavior { get; }

    /// <summary>Changes the state of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">The new state from the old one.</param>
    /// <returns>Completed once all watchers have it in their queues.</returns>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(stateFactory);

        var id = IdOf(resource);
        lock (_publishing)
        {
            var old = _current.TryGetValue(id, out var known) ? known.Snapshot : Initial(resource);
            var next = stateFactory(old);
            next = next with { Commands = CommandsOf(resource, next) };
            var update = new ResourceEvent(resource, id, next);
            _current[id] = update;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(update);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>All states: first the present one of each resource, then every change.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The states.</returns>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_publishing)
        {
            foreach (var known in _current.Values)
            {
                channel.Writer.TryWrite(known);
            }

            _watchers = _watchers.Add(channel);
        }

        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }
        }
        finally
        {
            lock (_publishing)
            {
                _watchers = _watchers.Remove(channel);
            }
        }
    }

    /// <summary>The present state of a resource.</summary>
    /// <param name="resourceId">Its id or name.</param>
    /// <param name="resourceEvent">The state.</param>
    /// <returns>Whether it has one.</returns>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        if (!_current.TryGetValue(resourceId, out resourceEvent))
        {
            resourceEvent = _current.Values.FirstOrDefault(e => string.Equals(e.Resource.Name, resourceId, StringComparison.OrdinalIgnoreCase));
        }

        return resourceEvent is not null;
    }

    internal static string IdOf(IResource resource) =>
        resource.TryGetLastAnnotation<InstanceAnnotation>(out var instance) ? $"{resource.Name}-{instance.Suffix}" : resource.Name;

    private CustomResourceSnapshot Initial(IResource resource) => new()
    {
        ResourceType = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal),
        Properties = [],
        CreationTimeStamp = _clock.GetUtcNow().UtcDateTime,
        HealthReports = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => new HealthReportSnapshot(check.Key, null, null, null))],
        Relationships = [.. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type)).Distinct()],
    };

    private ImmutableArray<ResourceCommandSnapshot> CommandsOf(IResource resource, CustomResourceSnapshot snapshot)
    {
        var context = new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = _services };
        return
        [
            .. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => new ResourceCommandSnapshot(
                command.Name, command.UpdateState(context), command.DisplayName, command.DisplayDescription, null,
                command.ConfirmationMessage, command.IconName, command.IconVariant, command.IsHighlighted)),
        ];
    }
}
