using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Gives commands to resources.</summary>
public class ResourceCommandService
{
    private readonly DistributedApplicationModel _model;
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(IServiceProvider services)
    {
        _services = services;
        _model = services.GetRequiredService<DistributedApplicationModel>();
        _notifications = services.GetRequiredService<ResourceNotificationService>();
        _loggers = services.GetRequiredService<ResourceLoggerService>();
    }

    /// <summary>Gives a command.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">The command's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it ended; an unknown command fails.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);

        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(c => c.Name == commandName);
        if (command is null)
        {
            return CommandResults.Failure($"Resource '{resource.Name}' has no command '{commandName}'.");
        }

        try
        {
            return await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = _services,
                ResourceName = ResourceNotificationService.IdOf(resource),
                CancellationToken = cancellationToken,
                Logger = _loggers.GetLogger(resource),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
        catch (Exception error)
        {
            return CommandResults.Failure(error);
        }
    }

    /// <summary>Gives a command.</summary>
    /// <param name="resourceId">The resource's id or name.</param>
    /// <param name="commandName">The command's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it ended; an unknown resource or command fails.</returns>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var resource = _notifications.TryGetCurrentState(resourceId, out var current) ? current.Resource
            : _model.Resources.TryGetByName(resourceId, out var named) ? named
            : null;
        return resource is null
            ? Task.FromResult(CommandResults.Failure($"There is no resource '{resourceId}'."))
            : ExecuteCommandAsync(resource, commandName, cancellationToken);
    }
}
