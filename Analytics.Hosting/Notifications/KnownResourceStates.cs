namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of resources.</summary>
public static class KnownResourceStates
{
    /// <summary>Not yet started.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>Waiting for other resources.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>Being started.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>Running.</summary>
    public static readonly string Running = "Running";

    /// <summary>It could not be started.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>Being stopped.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>It was stopped.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>It ended by itself; the exit code says how.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>The states in which a resource does not run and will not run by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}
