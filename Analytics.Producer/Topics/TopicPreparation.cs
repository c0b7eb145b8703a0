using Analytics.Contracts.Pipelines;
using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.Producer.Topics;

/// <summary>Creates the topic when it is missing and says how many partitions it has.</summary>
internal sealed class TopicPreparation(KafkaClients clients, Backoff backoff, ILogger<TopicPreparation> logger)
{
    /// <summary>Short, so that a stop need not wait for a broker that is away.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>The cluster's own default replication.</summary>
    private const short DefaultReplication = -1;

    /// <returns>The topic's partitions: the pipeline's number when it was created here.</returns>
    public async Task<int> EnsureAsync(SourceDefinition source, CancellationToken cancellationToken)
    {
        using var admin = clients.Admin();
        await backoff.UntilReadyAsync(
            $"Kafka at {clients.Settings.BootstrapServers}", token => CreateAsync(admin, source).WaitAsync(token), error => error is KafkaException, cancellationToken).ConfigureAwait(false);
        return await backoff.UntilReadyAsync(
            $"Topic {source.Topic}", token => Task.Run(() => CountPartitions(admin, source.Topic), token).WaitAsync(token), error => error is KafkaException, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> CreateAsync(IAdminClient admin, SourceDefinition source)
    {
        var topic = new TopicSpecification { Name = source.Topic, NumPartitions = source.Partitions, ReplicationFactor = DefaultReplication };
        try
        {
            await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }).ConfigureAwait(false);
            logger.LogInformation("Created topic {Topic} with {Partitions} partitions", source.Topic, source.Partitions);
            return true;
        }
        catch (CreateTopicsException error) when (error.Results.TrueForAll(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            return false;
        }
        catch (CreateTopicsException error)
        {
            throw new KafkaException(error.Results[0].Error, error);
        }
    }

    private static int CountPartitions(IAdminClient admin, string topic)
    {
        var metadata = admin.GetMetadata(topic, Timeout).Topics.Find(entry => entry.Topic == topic);
        return metadata is { Partitions.Count: > 0, Error.IsError: false } && metadata.Partitions.TrueForAll(partition => partition.Leader >= 0)
            ? metadata.Partitions.Count
            : throw new KafkaException(metadata?.Error is { IsError: true } error ? error : new Error(ErrorCode.LeaderNotAvailable));
    }
}
