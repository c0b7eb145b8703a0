using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>One resource's process, through any number of starts and stops.</summary>
internal sealed class ProcessController(
    IResource resource,
    ResourceNotificationService notifications,
    ResourceLog log,
    ProcessLauncher launcher,
    ILogger? mirror,
    TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ManagedProcess? _process;
    private Task _watch = Task.CompletedTask;
    private bool _stopRequested;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_process is { HasExited: false })
            {
                return;
            }

            await notifications.PublishUpdateAsync(resource, s => s with
            {
                State = KnownResourceStates.Starting,
                ExitCode = null,
                StopTimeStamp = null,
                Ready = null,
                HealthReports = [.. s.HealthReports.Select(r => new HealthReportSnapshot(r.Name, null, null, null))],
            }).ConfigureAwait(false);
            var plan = await LaunchPlan.CreateAsync(resource, cancellationToken).ConfigureAwait(false);
            _stopRequested = false;
            var process = launcher.Launch(plan, Write);
            _process = process;
            await PublishRunningAsync(plan, process).ConfigureAwait(false);
            _watch = WatchAsync(process);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks the process to stop and kills what is left of it when <paramref name="deadline"/> fires.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_process is not { } process)
            {
                return;
            }

            if (!process.HasExited)
            {
                _stopRequested = true;
                await notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Stopping }).ConfigureAwait(false);
                await process.StopAsync(deadline).ConfigureAwait(false);
            }

            await _watch.ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task WatchAsync(ManagedProcess process)
    {
        var exitCode = await process.Exited.ConfigureAwait(false);
        var state = _stopRequested ? KnownResourceStates.Exited : KnownResourceStates.Finished;
        var style = exitCode == 0 ? KnownResourceStateStyles.Success : _stopRequested ? KnownResourceStateStyles.Info : KnownResourceStateStyles.Error;
        await notifications.PublishUpdateAsync(resource, s => s with
        {
            State = new ResourceStateSnapshot(state, style),
            ExitCode = exitCode,
            StopTimeStamp = clock.GetUtcNow().UtcDateTime,
            Urls = ResourceUrls.Of(resource, inactive: true),
        }).ConfigureAwait(false);
    }

    private Task PublishRunningAsync(LaunchPlan plan, ManagedProcess process)
    {
        var properties = new List<ResourcePropertySnapshot>
        {
            new("executable.path", plan.FileName),
            new("executable.workDir", plan.WorkingDirectory),
            new("executable.args", string.Join(' ', plan.Arguments)),
            new("executable.pid", process.Id),
        };
        if (resource.TryGetLastAnnotation<IProjectMetadata>(out var project))
        {
            properties.Insert(0, new ResourcePropertySnapshot("project.path", project.ProjectPath));
        }

        return notifications.PublishUpdateAsync(resource, s => s with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = clock.GetUtcNow().UtcDateTime,
            Properties = [.. properties],
            EnvironmentVariables = [.. plan.Environment.Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true))],
            Urls = ResourceUrls.Of(resource, inactive: false),
        });
    }

    private void Write(string line, bool isError)
    {
        log.Append(line, isError);
        mirror?.LogInformation("{Line}", line);
    }
}
