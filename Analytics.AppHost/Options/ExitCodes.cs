namespace Analytics.AppHost.Options;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The work failed: something was lost or quarantined, or a service crashed.</summary>
    public const int Failed = 1;

    /// <summary>Bad arguments or configuration: nothing was started, or a service refused its input.</summary>
    public const int BadArguments = 2;
}
