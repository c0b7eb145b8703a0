using Analytics.Streaming.Status;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.Streaming.Source;

/// <summary>Asks Kafka through its administration client (Metadata v10 and newer carry the topic's id).</summary>
internal sealed class KafkaTopicCatalog(IAdminClient admin, string topic) : ITopicCatalog, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task<TopicDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var described = await admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = Timeout }).WaitAsync(cancellationToken);
            var found = described.TopicDescriptions.Single();
            var id = found.TopicId is { } uuid && (uuid.MostSignificantBits != 0 || uuid.LeastSignificantBits != 0) ? uuid.ToString() : null;
            return new TopicDescription(id, found.Partitions.Count);
        }
        catch (DescribeTopicsException exception) when (
            exception.Results.TopicDescriptions.Exists(description => description.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            throw new SourceUnavailableException(EngineStates.WaitingForTopic, $"Topic {topic} is not there yet");
        }
        catch (KafkaException exception)
        {
            throw new SourceUnavailableException(EngineStates.WaitingForKafka, $"The broker does not answer: {exception.Error.Reason}");
        }
    }

    public void Dispose() => admin.Dispose();
}
