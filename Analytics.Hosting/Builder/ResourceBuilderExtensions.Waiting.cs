using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    private const string WaitForRelationship = "WaitFor";

    /// <summary>Starts the resource when another is running, healthy and ready.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other resource.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport =>
        builder.Wait(dependency, new WaitAnnotation(dependency.Resource, WaitType.WaitUntilHealthy));

    /// <summary>Starts the resource when another is running, healthy and ready.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other resource.</param>
    /// <param name="waitBehavior">What happens when the other resource fails.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitBehavior waitBehavior)
        where T : IResourceWithWaitSupport =>
        builder.Wait(dependency, new WaitAnnotation(dependency.Resource, WaitType.WaitUntilHealthy) { WaitBehavior = waitBehavior });

    /// <summary>Starts the resource when another is running.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other resource.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport =>
        builder.Wait(dependency, new WaitAnnotation(dependency.Resource, WaitType.WaitUntilStarted));

    /// <summary>Starts the resource when another has ended with an exit code.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="dependency">The other resource.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport =>
        builder.Wait(dependency, new WaitAnnotation(dependency.Resource, WaitType.WaitForCompletion, exitCode));

    /// <summary>Leaves the resource stopped until someone starts it.</summary>
    /// <param name="builder">The resource.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<T> WithExplicitStart<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.WithAnnotation(new ExplicitStartupAnnotation());
    }

    private static IResourceBuilder<T> Wait<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitAnnotation wait)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dependency);
        if (ReferenceEquals(builder.Resource, dependency.Resource))
        {
            throw new DistributedApplicationException($"The '{builder.Resource.Name}' resource cannot wait for itself.");
        }

        return builder.WithAnnotation(wait).WithAnnotation(new ResourceRelationshipAnnotation(dependency.Resource, WaitForRelationship));
    }
}
