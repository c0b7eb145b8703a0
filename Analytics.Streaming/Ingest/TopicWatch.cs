using Analytics.Streaming.Source;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// Looks again and again whether the topic that is read is still the same one and of the same size. A position alone does not tell: a topic that was
/// deleted and made anew may already have outgrown it.
/// </summary>
internal sealed class TopicWatch(ITopicCatalog catalog, IngestSettings settings, TimeProvider time)
{
    /// <summary>The topic's id, checked against the one in the newest commit; null when the broker has none.</summary>
    /// <exception cref="PositionLostException">It is another topic than the one that was read.</exception>
    /// <exception cref="SourceUnavailableException">The broker or the topic is not there.</exception>
    public async Task<string?> IdentifyAsync(string? committed, CancellationToken cancellationToken)
    {
        var id = (await catalog.DescribeAsync(cancellationToken)).Id;
        return id is null || committed is null || id == committed || id == settings.AcceptTopicId ? id : throw Recreated(committed, id);
    }

    /// <summary>
    /// Says that the topic is still the one that is read. Asked after a batch was fetched and answered before its commit, so that no record of a topic made
    /// anew is committed: whatever came before the question came from the topic that the answer names, or from the one before it.
    /// </summary>
    /// <param name="id">The id of the topic that is read; null when the broker has none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PositionLostException">It is another topic by now.</exception>
    /// <exception cref="SourceUnavailableException">The broker or the topic is not there: the batch is read again when it is.</exception>
    public async Task ConfirmAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is not null && (await catalog.DescribeAsync(cancellationToken)).Id is { } now && now != id)
        {
            throw Recreated(id, now);
        }
    }

    /// <summary>Returns when the topic has more partitions than are read.</summary>
    /// <param name="id">The id of the topic that is read; null when the broker has none.</param>
    /// <param name="partitions">The partitions that are read.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="PositionLostException">It is another topic by now.</exception>
    public async Task RunAsync(string? id, int partitions, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(settings.TopicCheckInterval, time, cancellationToken);
            TopicDescription topic;
            try
            {
                topic = await catalog.DescribeAsync(cancellationToken);
            }
            catch (SourceUnavailableException)
            {
                // The reader finds out by itself, and says so.
                continue;
            }

            if (id is not null && topic.Id is { } now && now != id)
            {
                throw Recreated(id, now);
            }

            if (topic.Partitions > partitions)
            {
                return;
            }
        }
    }

    private PositionLostException Recreated(string before, string now) => new(
        EngineStates.TopicRecreated,
        $"Topic {settings.Pipeline.Source.Topic} has the id {now}, records were read from the topic with the id {before}: it was deleted and made anew. "
        + $"Choose another --data. Only if it was restored with the same records at the same offsets, start with Streaming:AcceptTopicId={now}.");
}
