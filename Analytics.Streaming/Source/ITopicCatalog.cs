namespace Analytics.Streaming.Source;

/// <summary>Tells what a topic is now: whether it is still the one that was read, and whether it has grown.</summary>
internal interface ITopicCatalog
{
    /// <exception cref="SourceUnavailableException">The broker or the topic is not there (yet).</exception>
    Task<TopicDescription> DescribeAsync(CancellationToken cancellationToken);
}
