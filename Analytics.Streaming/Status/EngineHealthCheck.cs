using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Streaming.Status;

/// <summary>Healthy while records flow or would; degraded while it starts or waits for another service; unhealthy when it needs a person or space.</summary>
internal sealed class EngineHealthCheck(EngineStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var text = status.Detail is { } detail ? $"{status.State}: {detail}" : status.State;
        return Task.FromResult(status.State switch
        {
            EngineStates.Running when status.Failures.Count > 0 =>
                HealthCheckResult.Degraded(string.Join("; ", status.Failures.Select(failure => $"{failure.Part}: {failure.State}: {failure.Detail}"))),
            EngineStates.Running when status.Progress.IsDedupLimited =>
                HealthCheckResult.Degraded("running: the index of known ids is larger than Streaming:DedupBytes, ingest is slowed down"),
            EngineStates.Running => HealthCheckResult.Healthy(text),
            EngineStates.Starting or EngineStates.Recovering or EngineStates.WaitingForKafka or EngineStates.WaitingForTopic or EngineStates.WaitingForRegistry
                or EngineStates.WaitingForSpark =>
                HealthCheckResult.Degraded(text),
            _ => HealthCheckResult.Unhealthy(text),
        });
    }
}
