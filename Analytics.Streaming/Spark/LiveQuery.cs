using Analytics.SparkConnect;

namespace Analytics.Streaming.Spark;

/// <summary>The live view of one table: a streaming query that is started again when it has failed, with longer and longer waits.</summary>
/// <param name="frame">Its rows.</param>
/// <param name="write">Where they go.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveQuery(DataFrame frame, StreamWrite write, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private StreamingQuery? _query;
    private TimeSpan _wait;
    private long _since = time.GetTimestamp();

    /// <summary>Its checkpoint's folder.</summary>
    public string Checkpoint => write.CheckpointLocation;

    /// <summary>Starts it when it does not run and the wait is over.</summary>
    /// <returns>Why it has ended, or could not start; null while all is well.</returns>
    /// <exception cref="SparkUnavailableException">The server does not answer.</exception>
    public async Task<string?> WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_query is null)
            {
                if (time.GetElapsedTime(_since) < _wait)
                {
                    return null;
                }

                _query = await frame.WriteStreamAsync(write, cancellationToken);
                _since = time.GetTimestamp();
                return null;
            }

            if ((await _query.StatusAsync(cancellationToken)).IsActive)
            {
                _wait = time.GetElapsedTime(_since) > LongestWait ? TimeSpan.Zero : _wait;
                return null;
            }

            return Failed((await _query.FailureAsync(cancellationToken))?.Message ?? "it was stopped on the server");
        }
        catch (SparkException error) when (error is not SparkUnavailableException)
        {
            return Failed(error.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _query?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    private string Failed(string why)
    {
        (_query, _since) = (null, time.GetTimestamp());
        _wait = TimeSpan.FromTicks(Math.Clamp(_wait.Ticks * 2, FirstWait.Ticks, LongestWait.Ticks));
        return why;
    }
}
