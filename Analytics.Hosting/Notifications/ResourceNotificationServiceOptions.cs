namespace Aspire.Hosting.ApplicationModel;

/// <summary>Options of <see cref="ResourceNotificationService"/>.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>What happens to a waiter when the other resource fails, unless it says so itself.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; } = WaitBehavior.StopOnResourceUnavailable;
}
