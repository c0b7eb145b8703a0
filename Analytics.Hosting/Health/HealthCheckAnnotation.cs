namespace Aspire.Hosting.ApplicationModel;

/// <summary>A health check, registered in the AppHost's services, that says whether the resource is healthy.</summary>
/// <param name="key">The check's name.</param>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The check's name.</summary>
    public string Key { get; } = key;
}
