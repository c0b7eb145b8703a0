namespace Aspire.Hosting.ApplicationModel;

/// <summary>Changes the links of a resource once its endpoints are known.</summary>
/// <param name="callback">Changes the links.</param>
public sealed class ResourceUrlsCallbackAnnotation(Func<ResourceUrlsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Changes the links.</summary>
    public Func<ResourceUrlsCallbackContext, Task> Callback { get; } = callback;
}
