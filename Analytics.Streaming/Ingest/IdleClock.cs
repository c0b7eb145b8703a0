namespace Analytics.Streaming.Ingest;

/// <summary>
/// How long each partition has stood at the end of its log. A partition with lag is never idle, nor is any while the broker can't be reached.
/// </summary>
internal sealed class IdleClock
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly long?[] _atEndSince;

    public IdleClock(int partitions, TimeSpan timeout, TimeProvider time)
    {
        _time = time;
        _timeout = timeout;
        _atEndSince = new long?[partitions];
    }

    public void Read(int partition) => _atEndSince[partition] = null;

    public void EndReached(int partition) => _atEndSince[partition] ??= _time.GetTimestamp();

    /// <summary>Nobody knows what the log gains meanwhile: the wait begins anew.</summary>
    public void Disconnected()
    {
        foreach (ref var since in _atEndSince.AsSpan())
        {
            since = since is null ? null : _time.GetTimestamp();
        }
    }

    public bool IsIdle(int partition) => _atEndSince[partition] is { } since && _time.GetElapsedTime(since) >= _timeout;
}
