namespace Aspire.Hosting.ApplicationModel;

/// <summary>A relationship that the dashboard shows.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="type">Reference, Parent, WaitFor …</param>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Reference, Parent, WaitFor …</summary>
    public string Type { get; } = type;
}
