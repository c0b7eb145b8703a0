namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds environment variables when the resource starts.</summary>
/// <param name="callback">Fills the variables.</param>
public class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Fills the variables.</summary>
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}
