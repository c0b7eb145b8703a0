using Analytics.Api.Verification;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Api.Catalog;

/// <summary>Healthy while the logs of gold can be read and no file is known to be damaged. A table that does not exist yet is no fault.</summary>
internal sealed class GoldHealthCheck(GoldCatalog catalog, FileVerification verification, VerificationMetrics metrics) : IHealthCheck
{
    private const int MostNamed = 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var tables = catalog.List().Count;
            return Task.FromResult(verification.Damaged.Count > 0
                ? HealthCheckResult.Unhealthy($"damaged_file: {string.Join(" ", verification.Damaged.Values.Take(MostNamed))}")
                : HealthCheckResult.Healthy(metrics.Unread > 0 ? $"{tables} tables; {metrics.Unread} bytes have not been held against their checksums yet" : $"{tables} tables"));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(exception.Message, exception));
        }
    }
}
