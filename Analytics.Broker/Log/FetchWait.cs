namespace Analytics.Broker.Log;

/// <summary>A fetch that waits for any of several partitions to grow, or for its time to run out.</summary>
internal sealed class FetchWait : IDisposable
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _cancellation;

    public FetchWait(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static state => ((FetchWait)state!)._done.TrySetResult(false), this, timeout, Timeout.InfiniteTimeSpan);
        _cancellation = cancellationToken.UnsafeRegister(static state => ((FetchWait)state!)._done.TrySetResult(false), this);
    }

    /// <summary>True when a partition grew; false when there is no more time or the broker stops.</summary>
    public Task<bool> Completion => _done.Task;

    public void Signal() => _done.TrySetResult(true);

    public void Dispose()
    {
        _timer.Dispose();
        _cancellation.Dispose();
    }
}
