namespace Analytics.SparkConnect.Execution;

/// <summary>Waits between the attempts at one call, twice as long each time, until patience has run out.</summary>
internal sealed class Retry(TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private long _since = time.GetTimestamp();
    private TimeSpan _wait = TimeSpan.FromMilliseconds(50);

    public bool MayWait => time.GetElapsedTime(_since) < patience;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_wait, time, cancellationToken).ConfigureAwait(false);
        _wait = TimeSpan.FromTicks(Math.Min(_wait.Ticks * 2, Longest.Ticks));
    }

    /// <summary>Something came through: the next failure is a new one.</summary>
    public void Reset()
    {
        _since = time.GetTimestamp();
        _wait = TimeSpan.FromMilliseconds(50);
    }
}
