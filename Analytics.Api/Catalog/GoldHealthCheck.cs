using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Api.Catalog;

/// <summary>Healthy while the logs of gold can be read. A table that does not exist yet is no fault.</summary>
internal sealed class GoldHealthCheck(GoldCatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(HealthCheckResult.Healthy($"{catalog.List().Count} tables"));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(exception.Message, exception));
        }
    }
}
