namespace Aspire.Hosting.ApplicationModel;

/// <summary>The styles of states.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>Good.</summary>
    public static readonly string Success = "success";

    /// <summary>Bad.</summary>
    public static readonly string Error = "error";

    /// <summary>Neutral.</summary>
    public static readonly string Info = "info";

    /// <summary>Doubtful.</summary>
    public static readonly string Warn = "warn";
}
