namespace Analytics.Broker.Topics;

/// <summary>
/// Has the system write what the logs gained. Left alone it writes a page half a minute after it was touched, the whole half minute at once; an fsync of anybody else on
/// the disk waits for that, and with it a commit to the lake: at 20,000 events/s for half a second and more.
/// </summary>
internal sealed class LogWriteback(TopicCatalog topics)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>One look through all logs.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        foreach (var topic in topics.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var log in topic.Partitions)
            {
                log.BeginWriteback();
            }
        }
    }
}
