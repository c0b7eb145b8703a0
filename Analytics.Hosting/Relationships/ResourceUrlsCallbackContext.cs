namespace Aspire.Hosting.ApplicationModel;

/// <summary>The links of a resource.</summary>
/// <param name="executionContext">How the AppHost runs.</param>
/// <param name="resource">The resource.</param>
/// <param name="urls">The links so far.</param>
/// <param name="cancellationToken">Ends the start.</param>
public class ResourceUrlsCallbackContext(DistributedApplicationExecutionContext executionContext, IResource resource, List<ResourceUrlAnnotation>? urls = null, CancellationToken cancellationToken = default)
{
    /// <summary>How the AppHost runs.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The links so far.</summary>
    public List<ResourceUrlAnnotation> Urls { get; } = urls ?? [];

    /// <summary>Ends the start.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>An endpoint of the resource.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The endpoint, or null.</returns>
    public EndpointReference? GetEndpoint(string name) =>
        Resource is IResourceWithEndpoints owner && owner.GetEndpoint(name) is { Exists: true } endpoint ? endpoint : null;
}
