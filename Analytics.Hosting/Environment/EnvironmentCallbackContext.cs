using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The variables of a resource that is about to start.</summary>
/// <param name="executionContext">How the AppHost runs.</param>
/// <param name="resource">The resource.</param>
/// <param name="environmentVariables">The variables so far.</param>
/// <param name="cancellationToken">Ends the start.</param>
public class EnvironmentCallbackContext(DistributedApplicationExecutionContext executionContext, IResource resource, Dictionary<string, object>? environmentVariables = null, CancellationToken cancellationToken = default)
{
    /// <summary>Values are text or <see cref="IValueProvider"/>.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];

    /// <summary>How the AppHost runs.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Ends the start.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The resource's log.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;
}
