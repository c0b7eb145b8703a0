namespace Analytics.Broker.Topics;

/// <summary>Work that is done again and again in the background, never twice at once, from <see cref="Start"/> until it is disposed.</summary>
/// <param name="interval">From one beginning to the next; one that takes longer skips beginnings.</param>
/// <param name="time">What the interval is measured by.</param>
/// <param name="work">The work; asked to end, it may throw <see cref="OperationCanceledException"/>. Nothing else: it would be the last time.</param>
internal sealed class PeriodicWork(TimeSpan interval, TimeProvider time, Action<CancellationToken> work) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Waits until the work has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                work(_stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The broker stops.
        }
    }
}
