using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>What every process has: an instance id, lifecycle commands and telemetry settings.</summary>
internal static class ProcessResourceExtensions
{
    public static IResourceBuilder<T> AsProcess<T>(this IResourceBuilder<T> builder)
        where T : IResource =>
        builder.WithAnnotation(new InstanceAnnotation())
            .WithCommand(KnownResourceCommands.StartCommand, "Start", RunOn((o, r, ct) => o.StartResourceAsync(r, ct)), new CommandOptions
            {
                IconName = "Play",
                IconVariant = IconVariant.Filled,
                IsHighlighted = true,
                UpdateState = c => Stopped(c) ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
            })
            .WithCommand(KnownResourceCommands.StopCommand, "Stop", RunOn((o, r, ct) => o.StopResourceAsync(r, ct)), new CommandOptions
            {
                IconName = "Stop",
                IconVariant = IconVariant.Filled,
                IsHighlighted = true,
                UpdateState = c => Running(c) ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
            })
            .WithCommand(KnownResourceCommands.RestartCommand, "Restart", RunOn((o, r, ct) => o.RestartResourceAsync(r, ct)), new CommandOptions
            {
                IconName = "ArrowCounterclockwise",
                UpdateState = c => Running(c) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            });

    /// <summary>The same variables as Aspire sets; any OpenTelemetry SDK understands them.</summary>
    public static IResourceBuilder<T> WithTelemetry<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment =>
        builder.WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            context.Resource.TryGetLastAnnotation<InstanceAnnotation>(out var instance);
            variables["OTEL_SERVICE_NAME"] = context.Resource.Name;
            variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance!.Suffix}";
            if (builder.ApplicationBuilder.Services.Settings() is not { IsEnabled: true } dashboard)
            {
                return;
            }

            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = dashboard.OtlpUrl;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={dashboard.OtlpKey}";
            if (builder.ApplicationBuilder.Environment.EnvironmentName == "Development")
            {
                // A person is watching: show spans and figures after a second instead of up to a minute.
                variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
                variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
                variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
                variables["OTEL_TRACES_SAMPLER"] = "always_on";
                variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            }
        });

    private static bool Stopped(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.State?.Text is { } state && (state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state));

    private static bool Running(UpdateCommandStateContext context) => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running;

    private static Func<ExecuteCommandContext, Task<ExecuteCommandResult>> RunOn(Func<ResourceOrchestrator, string, CancellationToken, Task> action) =>
        async context =>
        {
            await action(context.ServiceProvider.GetRequiredService<ResourceOrchestrator>(), context.ResourceName, context.CancellationToken).ConfigureAwait(false);
            return CommandResults.Success();
        };

    private static DashboardSettings? Settings(this IServiceCollection services) =>
        services.FirstOrDefault(s => s.ServiceType == typeof(DashboardSettings))?.ImplementationInstance as DashboardSettings;
}
