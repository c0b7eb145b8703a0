namespace Analytics.Producer.Topics;

/// <summary>Repeats what needs a service that may not be there yet: half a second, doubled up to ten, one log line each time.</summary>
internal sealed class Backoff(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Calls until it succeeds, or fails in a way that waiting does not mend.</summary>
    /// <param name="what">What is waited for, for the log.</param>
    /// <param name="call">The call.</param>
    /// <param name="isPassing">Whether an error is worth a wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> UntilReadyAsync<T>(string what, Func<CancellationToken, Task<T>> call, Func<Exception, bool> isPassing, CancellationToken cancellationToken)
    {
        for (var delay = First; ; delay = delay * 2 < Longest ? delay * 2 : Longest)
        {
            try
            {
                return await call(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (isPassing(error) && !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning("{What} is not ready, trying again in {Seconds} s: {Reason}", what, delay.TotalSeconds, error.Message);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
