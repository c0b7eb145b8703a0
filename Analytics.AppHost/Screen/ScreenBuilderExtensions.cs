using Analytics.AppHost.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Analytics.AppHost.Screen;

internal static class ScreenBuilderExtensions
{
    /// <summary>Adds the status screen and, with <c>--until-done</c>, the end of the run. Both use public API only, so they work on either host.</summary>
    public static RunOutcome AddStatusScreen(this IDistributedApplicationBuilder builder, PlatformSettings platform, EndpointReference api, EndpointReference streaming)
    {
        var outcome = new RunOutcome();
        var services = builder.Services;
        services.AddHttpClient();
        services.AddLogging(logging => logging.AddFilter("System.Net.Http", LogLevel.Warning)
            // What Aspire's host says at its start (its version, the dashboard's address) is on the screen already.
            .AddFilter("Aspire.Hosting.DistributedApplication", LogLevel.Warning));
        services.AddSingleton(outcome);
        services.AddSingleton(platform);
        services.AddSingleton(new PlatformEndpoints(api, streaming));
        services.AddSingleton<ResourceBoard>();
        services.AddSingleton<LedgerClient>();
        services.AddSingleton<LiveCounts>();
        services.AddSingleton<GateAlarms>();
        services.AddSingleton<TerminalCanvas>();
        services.AddSingleton<StatusView>();
        services.AddHostedService(provider => provider.GetRequiredService<ResourceBoard>());
        if (platform.ShowScreen)
        {
            services.AddHostedService<StatusScreen>();
        }

        if (platform.UntilDone)
        {
            SentEvents.Forget(platform);
            services.AddHostedService<UntilDone>();
        }

        return outcome;
    }
}
