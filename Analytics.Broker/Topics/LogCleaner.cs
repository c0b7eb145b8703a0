using Analytics.Broker.Log.Compaction;

namespace Analytics.Broker.Topics;

/// <summary>Looks through all logs from time to time, one after another: seals old segments, deletes by retention, compacts.</summary>
internal sealed partial class LogCleaner(TopicCatalog topics, TimeSpan interval, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, string> _reported = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>One look through all logs.</summary>
    public void Clean(CancellationToken cancellationToken)
    {
        foreach (var log in topics.All.SelectMany(topic => topic.Partitions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                log.Tidy();
                LogCompactor.Compact(log, time, logger, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException or InvalidDataException)
            {
                if (_reported.TryGetValue(log.Folder, out var last) && last == exception.Message)
                {
                    continue;
                }

                _reported[log.Folder] = exception.Message;
                LogNotCleaned(log.Folder, exception.Message);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                Clean(_stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The broker stops.
        }
    }

    [LoggerMessage(LogLevel.Error, "{Folder} could not be cleaned: {Reason}. It is tried again")]
    private partial void LogNotCleaned(string folder, string reason);
}
