namespace Analytics.Producer.Sending;

/// <summary>
/// Spreads events evenly over time. What is due counts from the start, so a stall (broker away, a long pause) is caught up afterwards.
/// </summary>
/// <param name="rate">Events a second; null sends as fast as it can.</param>
/// <param name="time">The clock.</param>
internal sealed class SendPace(double? rate, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly long _start = time.GetTimestamp();
    private long _taken;

    /// <summary>Waits until events are due.</summary>
    /// <param name="most">The most to take at once.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>How many to send now, at least 1.</returns>
    public async ValueTask<int> TakeAsync(int most, CancellationToken cancellationToken)
    {
        if (rate is null)
        {
            return most;
        }

        while (true)
        {
            var due = (long)(rate.Value * time.GetElapsedTime(_start).TotalSeconds) - _taken;
            if (due > 0)
            {
                var now = (int)Math.Min(due, most);
                _taken += now;
                return now;
            }

            await Task.Delay(Tick, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
