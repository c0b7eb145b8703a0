using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource at a moment. Immutable.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>Project, Executable, ConnectionString, ExternalService or a name of your own.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Facts that the dashboard shows.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>See <see cref="KnownResourceStates"/>.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The exit code of an ended process.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When the resource was created, UTC.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When it started last, UTC.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it stopped last, UTC.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>Its links.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>Its environment.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>Its commands.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>Its relationships.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Whether the dashboard leaves it out.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The last result of each health check.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    /// <summary>The worst of the reports; healthy without checks; null unless running.</summary>
    public HealthStatus? HealthStatus =>
        State?.Text != KnownResourceStates.Running ? null
        : HealthReports.IsEmpty ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        : HealthReports.Min(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);

    /// <summary>Null before the resource was healthy for the first time since its start; waiters await it.</summary>
    internal Task? Ready { get; init; }
}
