namespace Analytics.Api.Live;

/// <summary>
/// One view, computed once for all who watch it. It keeps the newest state only: who was too slow for the one before gets a snapshot, so a client that
/// does not read costs nobody anything.
/// </summary>
internal sealed class LiveFeed
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveState? _current;

    /// <summary>Ends the computation once nobody watches.</summary>
    public CancellationTokenSource Ended { get; } = new();

    public int Watchers { get; set; }

    public LiveState? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    public void Publish(LiveState state)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _current = state;
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>The newest state, as soon as it is newer than a sequence number.</summary>
    public async Task<LiveState> NextAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_current is { } current && current.Sequence > seen)
                {
                    return current;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
