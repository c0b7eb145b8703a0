using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Reads annotations.</summary>
public static class ResourceExtensions
{
    /// <summary>The last annotation of a type.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="annotation">The annotation.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetLastAnnotation<T>(this IResource resource, [NotNullWhen(true)] out T? annotation)
        where T : IResourceAnnotation
    {
        annotation = resource.Annotations.OfType<T>().LastOrDefault();
        return annotation is not null;
    }

    /// <summary>All annotations of a type.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="result">The annotations.</param>
    /// <returns>Whether there is at least one.</returns>
    public static bool TryGetAnnotationsOfType<T>(this IResource resource, [NotNullWhen(true)] out IEnumerable<T>? result)
        where T : IResourceAnnotation
    {
        var found = resource.Annotations.OfType<T>().ToArray();
        result = found.Length > 0 ? found : null;
        return result is not null;
    }

    /// <summary>Whether a resource has an annotation of a type.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>True when it has.</returns>
    public static bool HasAnnotationOfType<T>(this IResource resource)
        where T : IResourceAnnotation =>
        resource.Annotations.OfType<T>().Any();

    /// <summary>All endpoints of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>References to them.</returns>
    public static IEnumerable<EndpointReference> GetEndpoints(this IResourceWithEndpoints resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new EndpointReference(resource, endpoint));

    /// <summary>One endpoint of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="endpointName">The endpoint's name.</param>
    /// <returns>A reference, resolved when it is used.</returns>
    public static EndpointReference GetEndpoint(this IResourceWithEndpoints resource, string endpointName) => new(resource, endpointName);
}
