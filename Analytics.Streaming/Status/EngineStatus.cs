namespace Analytics.Streaming.Status;

/// <summary>What the service is doing, for <c>/status</c>, <c>/health</c> and metrics. Written by the engine, read by anyone.</summary>
internal sealed class EngineStatus(TimeProvider time)
{
    private static readonly TimeSpan FailureAge = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PartFailure> _failures = [];
    private string _state = EngineStates.Starting;
    private string? _detail;
    private long _since = time.GetUtcNow().ToUnixTimeMilliseconds();
    private IngestProgress _progress = new();
    private long _windowTicks;

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

    /// <summary>Time spent in window runs since the process began.</summary>
    public TimeSpan WindowTime => new(Interlocked.Read(ref _windowTicks));

    /// <summary>The newest failure of each part beside ingest that has failed in the last minute.</summary>
    public IReadOnlyList<PartFailure> Failures
    {
        get
        {
            lock (_lock)
            {
                return [.. _failures.Values.Where(failure => time.GetUtcNow() - failure.At < FailureAge)];
            }
        }
    }

    /// <summary>Counts the time of a window run.</summary>
    public void AddWindowTime(TimeSpan elapsed) => Interlocked.Add(ref _windowTicks, elapsed.Ticks);

    /// <summary>Notes a failure of a part beside ingest; it restarts by itself.</summary>
    /// <returns>True when it is another failure than the one before.</returns>
    public bool NoteFailure(string part, string state, string detail)
    {
        lock (_lock)
        {
            var isNew = !_failures.TryGetValue(part, out var before) || before.State != state;
            _failures[part] = new PartFailure(part, state, detail, time.GetUtcNow());
            return isNew;
        }
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
