namespace Aspire.Hosting.ApplicationModel;

/// <summary>A link that the dashboard shows.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>The address: absolute, or a path below the endpoint.</summary>
    public required string Url { get; set; }

    /// <summary>The text of the link.</summary>
    public string? DisplayText { get; set; }

    /// <summary>The endpoint it belongs to.</summary>
    public EndpointReference? Endpoint { get; init; }
}
