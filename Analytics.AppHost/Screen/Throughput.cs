namespace Analytics.AppHost.Screen;

/// <summary>Events per second over the last few seconds, from cumulative counts.</summary>
internal sealed class Throughput(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Queue<(long Timestamp, long Count)> _samples = new();

    public double Update(long count)
    {
        var now = clock.GetTimestamp();
        _samples.Enqueue((now, count));
        while (_samples.Count > 2 && clock.GetElapsedTime(_samples.Peek().Timestamp, now) > Window)
        {
            _samples.Dequeue();
        }

        var (since, first) = _samples.Peek();
        var elapsed = clock.GetElapsedTime(since, now).TotalSeconds;
        return elapsed > 0 ? Math.Max(0, (count - first) / elapsed) : 0;
    }
}
