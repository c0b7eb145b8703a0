using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>The AppHost's application as a test sees it: the entry point starts and stops it, the test only asks for that and waits.</summary>
internal sealed class ObservedApplication(DistributedApplication inner, EntryPointRun run) : DistributedApplication(inner)
{
    public override async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        var first = await Task.WhenAny(started.Task, run.Ended).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (first != started.Task)
        {
            throw new DistributedApplicationException("The AppHost ended before it had started.");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken = default)
    {
        Services.RequestStop();
        await run.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        await using var registration = cancellationToken.Register(Services.RequestStop);
        await run.Ended.ConfigureAwait(false);
    }

    // The entry point owns the inner host and has disposed of it when it has returned.
#pragma warning disable CA2215
    public override void Dispose() => run.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public override ValueTask DisposeAsync() => run.DisposeAsync();
#pragma warning restore CA2215
}
