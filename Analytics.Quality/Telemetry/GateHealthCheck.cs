using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Quality.Telemetry;

/// <summary>Unhealthy while a gate cannot settle; degraded while one quarantines everything: the data is safe, but nobody gets any.</summary>
internal sealed class GateHealthCheck(GateBoard board) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var gates = board.Gates.ToArray();
        if (gates.FirstOrDefault(gate => gate.Failure is not null) is { } failing)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy($"{failing.Table}: {failing.Failure}"));
        }

        var closed = gates.Where(gate => gate.Closed).Select(gate => gate.Table).ToArray();
        return Task.FromResult(closed.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"everything is quarantined: {string.Join(", ", closed)}"));
    }
}
