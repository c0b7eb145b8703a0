namespace Analytics.Streaming.Status;

/// <summary>What the service is doing, for <c>/status</c>, <c>/health</c> and metrics. Written by the engine, read by anyone.</summary>
internal sealed class EngineStatus(TimeProvider time)
{
    private readonly Lock _lock = new();
    private string _state = EngineStates.Starting;
    private string? _detail;
    private long _since = time.GetUtcNow().ToUnixTimeMilliseconds();
    private IngestProgress _progress = new();

    public string State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    public string? Detail
    {
        get
        {
            lock (_lock)
            {
                return _detail;
            }
        }
    }

    public DateTimeOffset Since
    {
        get
        {
            lock (_lock)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(_since);
            }
        }
    }

    public IngestProgress Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }

    /// <summary>Enters a state.</summary>
    /// <returns>True when it is another state than before.</returns>
    public bool Enter(string state, string? detail = null)
    {
        lock (_lock)
        {
            var changed = _state != state;
            if (changed)
            {
                _since = time.GetUtcNow().ToUnixTimeMilliseconds();
            }

            _state = state;
            _detail = detail;
            return changed;
        }
    }
}
