using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Analytics.ServiceDefaults.Telemetry;

internal static class OpenTelemetryExtensions
{
    /// <summary>Every ActivitySource and Meter of the platform has a name with this prefix.</summary>
    private const string Ours = "Analytics.*";

    /// <summary>The user agent of the AppHost's status screen.</summary>
    private const string StatusScreen = "analytics-status-screen";

    /// <summary>Collects and exports telemetry, if there is where to: without a collector the SDK would only count for itself, from the start on.</summary>
    public static void ConfigureOpenTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Ours))
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName, Ours)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsWorthASpan)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    /// <summary>What is polled for ever would push everything else out of the dashboard, which keeps 10,000 traces: health, and the status screen's looks.</summary>
    private static bool IsWorthASpan(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/alive", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Headers.UserAgent.ToString().StartsWith(StatusScreen, StringComparison.Ordinal);
}
