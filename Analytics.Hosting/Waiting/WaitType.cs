namespace Aspire.Hosting.ApplicationModel;

/// <summary>The moment that a resource waits for.</summary>
public enum WaitType
{
    /// <summary>Running, healthy and ready.</summary>
    WaitUntilHealthy = 0,

    /// <summary>Ended with the expected exit code.</summary>
    WaitForCompletion = 1,

    /// <summary>Running.</summary>
    WaitUntilStarted = 2,
}
