namespace Analytics.Streaming.Windows;

/// <summary>A table's last run failed: when it is tried again, by this process's clock. The wait doubles from failure to failure.</summary>
/// <param name="Error">What happened.</param>
/// <param name="At">A timestamp of the clock.</param>
/// <param name="Wait">From then until the next try.</param>
internal sealed record WindowFailure(Exception Error, long At, TimeSpan Wait)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public static WindowFailure After(WindowFailure? before, Exception error, TimeProvider time) => new(
        error,
        time.GetTimestamp(),
        before is null ? FirstWait : TimeSpan.FromTicks(Math.Min(before.Wait.Ticks * 2, LongestWait.Ticks)));
}
