namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds arguments when the resource starts.</summary>
/// <param name="callback">Fills the arguments.</param>
public class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Fills the arguments.</summary>
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}
