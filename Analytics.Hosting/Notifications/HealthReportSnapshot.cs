using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last result of a health check.</summary>
/// <param name="Name">The check.</param>
/// <param name="Status">Null before it ran.</param>
/// <param name="Description">Why.</param>
/// <param name="ExceptionText">The error, if it threw.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>When it ran, UTC.</summary>
    public DateTime? LastRunAt { get; init; }
}
