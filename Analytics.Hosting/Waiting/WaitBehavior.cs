namespace Aspire.Hosting.ApplicationModel;

/// <summary>What happens to a waiter when the other resource fails.</summary>
public enum WaitBehavior
{
    /// <summary>It goes on waiting: someone may restart the other resource.</summary>
    WaitOnResourceUnavailable = 0,

    /// <summary>It fails too.</summary>
    StopOnResourceUnavailable = 1,
}
