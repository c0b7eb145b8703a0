namespace Aspire.Hosting.ApplicationModel;

/// <summary>Describes one resource of an application under construction.</summary>
/// <typeparam name="T">The resource's type.</typeparam>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>The application's builder.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>The resource.</summary>
    T Resource { get; }

    /// <summary>Adds an annotation.</summary>
    /// <param name="annotation">The annotation.</param>
    /// <param name="behavior">Whether it replaces those of its type.</param>
    /// <returns>The same builder.</returns>
    IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation, ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation;

    /// <summary>Adds a default annotation.</summary>
    /// <param name="behavior">Whether it replaces those of its type.</param>
    /// <returns>The same builder.</returns>
    IResourceBuilder<T> WithAnnotation<TAnnotation>(ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation, new() =>
        WithAnnotation(new TAnnotation(), behavior);
}
