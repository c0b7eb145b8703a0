using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Quality.Telemetry;

/// <summary>
/// Unhealthy while a gate cannot settle; degraded while one quarantines everything (the data is safe, but nobody gets any) or results can't be published.
/// </summary>
internal sealed class GateHealthCheck(GateBoard board) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var gates = board.Gates.ToArray();
        if (gates.FirstOrDefault(gate => gate.Failure is not null) is { } failing)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy($"{failing.Table}: {failing.Failure}"));
        }

        var closed = gates.Where(gate => gate.Closed).ToArray();
        return Task.FromResult(
            closed.Length > 0 ? HealthCheckResult.Degraded($"everything is quarantined: {string.Join(", ", closed.Select(gate => $"{gate.Table} since {gate.ClosedSince?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {gate.RefusedRows} rows"))}")
            : board.PublicationFailure is { } delayed ? HealthCheckResult.Degraded($"quality results are not published, which is tried again: {delayed}")
            : HealthCheckResult.Healthy());
    }
}
