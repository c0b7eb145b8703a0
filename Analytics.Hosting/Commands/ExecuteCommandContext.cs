using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command that is being run.</summary>
public sealed class ExecuteCommandContext
{
    /// <summary>The AppHost's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>The id of the resource, see <see cref="ResourceEvent.ResourceId"/>.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Ends the command.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>The resource's log.</summary>
    public required ILogger Logger { get; init; }
}
