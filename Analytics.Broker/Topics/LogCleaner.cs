using Analytics.Broker.Log.Compaction;

namespace Analytics.Broker.Topics;

/// <summary>Looks through all logs, one after another: seals old segments, deletes by retention, compacts.</summary>
internal sealed partial class LogCleaner(TopicCatalog topics, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, string> _reported = new(StringComparer.Ordinal);

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

    [LoggerMessage(LogLevel.Error, "{Folder} could not be cleaned: {Reason}. It is tried again")]
    private partial void LogNotCleaned(string folder, string reason);
}
