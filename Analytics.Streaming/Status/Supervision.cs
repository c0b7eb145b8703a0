using Analytics.Lake.Log;
using Analytics.SparkConnect;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Status;

/// <summary>
/// Runs a part of the engine again and again: after a failure all its memory is gone, and it starts from the log. Waits longer from failure to failure.
/// </summary>
internal sealed class Supervision(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="part">The part's name, for the log.</param>
    /// <param name="run">One life.</param>
    /// <param name="enter">Told the state that a failure means.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConcurrentWriterException">Another instance has taken over: this one must end.</exception>
    public async Task RunAsync(string part, Func<CancellationToken, Task> run, Func<string, string, bool> enter, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await run(cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ConcurrentWriterException)
            {
                throw;
            }
            catch (Exception exception)
            {
                Report(part, exception, enter);
            }

            wait = time.GetElapsedTime(started) > Healthy ? FirstWait : wait;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
        }
    }

    /// <summary>The state that a failure means.</summary>
    public static string StateOf(Exception exception) => exception switch
    {
        SourceUnavailableException source => source.State,
        PositionLostException lost => lost.State,
        VersionGoneException => EngineStates.PositionLost,
        SparkUnavailableException => EngineStates.WaitingForSpark,
        SparkException => EngineStates.SparkFailed,
        _ when StorageFault.IsDiskFull(exception) => EngineStates.DiskFull,
        InvalidDataException => EngineStates.DamagedFile,
        _ when StorageFault.IsStorage(exception) => EngineStates.StorageFailed,
        _ => EngineStates.Failed,
    };

    private void Report(string part, Exception exception, Func<string, string, bool> enter)
    {
        var state = StateOf(exception);
        var isNew = enter(state, exception.Message);
        switch (exception)
        {
            case SparkUnavailableException when isNew:
                logger.LogWarning("{Part}: {State}. {Message}", part, state, exception.Message);
                break;
            case SparkUnavailableException:
                break;
            case SourceUnavailableException when isNew:
                logger.LogInformation("{Part}: {State}. {Message}", part, state, exception.Message);
                break;
            case SourceUnavailableException:
                break;
            case PositionLostException when isNew:
                logger.LogError("{Part}: {State}. {Message}", part, state, exception.Message);
                break;
            case PositionLostException:
                break;
            default:
                logger.LogError(exception, "{Part}: {State}. All memory is dropped and it starts again from the log", part, state);
                break;
        }
    }
}
