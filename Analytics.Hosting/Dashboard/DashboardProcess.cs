using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Aspire's own dashboard, started in the background: its first run takes a while and the application does not need it.</summary>
internal sealed class DashboardProcess(
    DashboardSettings settings,
    DashboardState state,
    ProcessLauncher launcher,
    ILogger<DashboardProcess> logger,
    TimeProvider clock) : BackgroundService
{
    private const int Attempts = 2;
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1.5);
    private ManagedProcess? _process;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_process is { HasExited: false } process)
        {
            using var deadline = new CancellationTokenSource(StopTimeout, clock);
            await process.StopAsync(deadline.Token).ConfigureAwait(false);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var tool = await new AspireCli(launcher, state).FindAsync(stoppingToken).ConfigureAwait(false);
            if (tool is null)
            {
                return;
            }

            // The CLI kills a dashboard that is not ready within 30 s, and its first run unpacks 150 MB before that.
            for (var attempt = 1; attempt <= Attempts && !stoppingToken.IsCancellationRequested; attempt++)
            {
                state.Report(DashboardPhase.Starting, "starting …");
                if (await RunAsync(tool, stoppingToken).ConfigureAwait(false))
                {
                    return;
                }
            }

            state.Report(DashboardPhase.Unavailable, "the dashboard did not start; see the log above, or run with --no-dashboard");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The AppHost stops.
        }
        catch (Exception error)
        {
            logger.LogWarning(error, "The dashboard is not available.");
            state.Report(DashboardPhase.Unavailable, error.Message);
        }
    }

    /// <summary>True when the dashboard came up; then it runs until the AppHost stops.</summary>
    private async Task<bool> RunAsync(string tool, CancellationToken stoppingToken)
    {
        var lines = new Queue<string>();
        var plan = new LaunchPlan(tool, ["dashboard", "run"], Path.GetTempPath(), settings.ToEnvironment());
        var process = launcher.Launch(plan, (line, _) => Keep(lines, line));
        _process = process;
        using var probe = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var start = clock.GetTimestamp();
        while (!process.HasExited && clock.GetElapsedTime(start) < ReadyTimeout)
        {
            if (await AnswersAsync(probe, stoppingToken).ConfigureAwait(false))
            {
                state.Report(DashboardPhase.Running, settings.TakenPorts.Count == 0 ? settings.LoginUrl : $"{settings.LoginUrl}  (port {string.Join(", ", settings.TakenPorts)} taken)");
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, stoppingToken).ConfigureAwait(false);
        }

        await process.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        logger.LogWarning("The dashboard ended before it was ready:{NewLine}{Output}", Environment.NewLine, string.Join(Environment.NewLine, lines));
        return false;
    }

    private async Task<bool> AnswersAsync(HttpClient probe, CancellationToken stoppingToken)
    {
        try
        {
            using var response = await probe.GetAsync(new Uri(settings.FrontendUrl), HttpCompletionOption.ResponseHeadersRead, stoppingToken).ConfigureAwait(false);
            return (int)response.StatusCode < 500;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !stoppingToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static void Keep(Queue<string> lines, string line)
    {
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > 20)
            {
                lines.Dequeue();
            }
        }
    }
}
