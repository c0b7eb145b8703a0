namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource has a new state.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">Its id: the name, for processes followed by the instance.</param>
/// <param name="snapshot">The state.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Its id: the name, for processes followed by the instance.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>The state.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
