using Analytics.Contracts.Parsing;
using Analytics.Lake.Log;
using Analytics.Streaming.Operations;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Spark;

/// <summary>
/// Spark knows the schemas that were registered when its query began: a record of a newer one becomes a dead letter, <c>unknown_schema</c>. When the query has started
/// again, those that the contract accepts by now are sent to the topic once more, each once. It is done at every start, so that a crash in between changes nothing.
/// </summary>
/// <param name="published">Up to which version of <c>staging/events</c> dead letters are in their table.</param>
/// <param name="replay">Sends dead letters again.</param>
/// <param name="logger">Says how many.</param>
/// <param name="time">The clock.</param>
internal sealed class UnknownSchemas(
    Func<long> published, Func<DlqReplayRequest, CancellationToken, Task<DlqReplayReport>> replay, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private long? _through;
    private long? _failed;
    private Task<DlqReplayReport>? _running;

    /// <summary>Whether no record waits for its schema.</summary>
    public bool IsDone { get; private set; }

    /// <summary>All batches of the run before are in the lake.</summary>
    /// <param name="version">The version of <c>staging/events</c> that has them; -1 for none.</param>
    /// <param name="deadLetters">Dead letters that there are.</param>
    public void Begin(long version, long deadLetters)
    {
        _through ??= version;
        IsDone |= deadLetters == 0;
    }

    /// <summary>Goes on as far as it can without waiting.</summary>
    public async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        if (IsDone || _through is not { } through || published() < through || (_failed is { } at && time.GetElapsedTime(at) < TryAgain))
        {
            return;
        }

        var request = new DlqReplayRequest(DeadLetterReason.UnknownSchema.WireName(), DryRun: false, Again: false);
        _running ??= Task.Run(() => replay(request, cancellationToken), cancellationToken);
        if (!_running.IsCompleted)
        {
            return;
        }

        try
        {
            var report = await _running;
            IsDone = true;
            if (report.Accepted > 0)
            {
                logger.LogInformation("{Count} records that came before their schema was known were sent to the topic again", report.Accepted);
            }
        }
        catch (Exception error) when (error is SourceUnavailableException or LockHeldException or IOException)
        {
            logger.LogWarning("Records that came before their schema was known wait: {Message}", error.Message);
            _running = null;
            _failed = time.GetTimestamp();
        }
    }

    /// <summary>Waits for what runs, after it was told to stop.</summary>
    public async Task StopAsync()
    {
        if (_running is { } running)
        {
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
