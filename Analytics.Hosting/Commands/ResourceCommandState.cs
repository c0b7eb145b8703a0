namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether a command can be run.</summary>
public enum ResourceCommandState
{
    /// <summary>It can.</summary>
    Enabled = 0,

    /// <summary>It is shown, but can't be run.</summary>
    Disabled = 1,

    /// <summary>It is not shown.</summary>
    Hidden = 2,
}
