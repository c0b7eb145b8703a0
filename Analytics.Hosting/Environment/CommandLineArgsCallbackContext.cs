using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The arguments of a resource that is about to start.</summary>
/// <param name="args">The arguments so far: text or <see cref="IValueProvider"/>.</param>
/// <param name="resource">The resource.</param>
/// <param name="cancellationToken">Ends the start.</param>
public sealed class CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default)
{
    /// <summary>The arguments so far: text or <see cref="IValueProvider"/>.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Ends the start.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>How the AppHost runs.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; init; } = DistributedApplicationExecutionContext.Running;

    /// <summary>The resource's log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
