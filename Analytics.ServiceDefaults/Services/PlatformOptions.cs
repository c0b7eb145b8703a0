namespace Analytics.ServiceDefaults.Services;

/// <summary>
/// The settings every service shares, configuration section <c>Platform</c> (environment: <c>Platform__Pipeline</c>, <c>Platform__Data</c>).
/// </summary>
public sealed class PlatformOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Platform";

    /// <summary>A pipeline's name or its folder. The AppHost always passes an absolute folder.</summary>
    public string Pipeline { get; set; } = "saas";

    /// <summary>The data folder. The lake of a pipeline is <c>{Data}/lake/{pipeline}</c>.</summary>
    public string Data { get; set; } = "data";
}
