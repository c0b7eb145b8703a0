namespace Aspire.Hosting;

/// <summary>How an application is built.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line; it becomes configuration.</summary>
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly, by default the entry assembly.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The AppHost's folder, by default the one recorded at build.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether the dashboard is left out.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>The name that the dashboard shows.</summary>
    public string? DashboardApplicationName { get; set; }

    /// <summary>Whether plain http is allowed; the built-in host knows nothing else.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Whether what the resources write goes to the AppHost's log too.</summary>
    public bool EnableResourceLogging { get; set; }
}
