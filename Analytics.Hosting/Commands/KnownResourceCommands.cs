namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands that every process has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts a stopped resource.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops a running resource.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops and starts a running resource.</summary>
    public static readonly string RestartCommand = "restart";
}
