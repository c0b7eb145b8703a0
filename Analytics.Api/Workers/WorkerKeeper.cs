namespace Analytics.Api.Workers;

/// <summary>Warms the first worker once the API listens, replaces it when it was lost, and ends idle ones.</summary>
internal sealed class WorkerKeeper(WorkerPool pool, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<WorkerKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                pool.Trim();
                await WarmAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The API stops.
        }
    }

    private async Task WarmAsync(CancellationToken stoppingToken)
    {
        try
        {
            await pool.WarmAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "The query worker does not start; queries are tried again as they come.");
        }
    }
}
