using Analytics.SchemaRegistry.Errors;
using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.SchemaRegistry.Storage.Kafka;

/// <summary>The topic that holds a registry: one partition, compacted, as Confluent's registry makes it.</summary>
internal static class SchemasTopic
{
    public const string DefaultName = "_schemas";
    private const short Replicas = 3;
    private const string CleanupPolicy = "cleanup.policy";
    private const string Compact = "compact";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes the topic, or looks whether the one that is there can hold a registry.</summary>
    /// <param name="clients">How to reach the cluster.</param>
    /// <param name="topic">The topic.</param>
    /// <returns>The cluster's id.</returns>
    /// <exception cref="RegistryStartException">It has more than one partition, or Kafka would delete old records.</exception>
    /// <exception cref="KafkaException">The cluster does not answer.</exception>
    public static async Task<string> PrepareAsync(KafkaClients clients, string topic)
    {
        using var admin = clients.Admin();
        var cluster = await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience }).ConfigureAwait(false);
        try
        {
            await admin.CreateTopicsAsync(
                [
                    new TopicSpecification
                    {
                        Name = topic,
                        NumPartitions = 1,
                        ReplicationFactor = (short)Math.Min(Replicas, cluster.Nodes.Count),
                        Configs = new Dictionary<string, string> { [CleanupPolicy] = Compact },
                    },
                ],
                new CreateTopicsOptions { OperationTimeout = Patience, RequestTimeout = Patience }).ConfigureAwait(false);
        }
        catch (CreateTopicsException error) when (error.Results.TrueForAll(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            await CheckAsync(admin, topic).ConfigureAwait(false);
        }

        return cluster.ClusterId;
    }

    private static async Task CheckAsync(IAdminClient admin, string topic)
    {
        var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Count;
        if (partitions != 1)
        {
            throw new RegistryStartException($"Topic '{topic}' has {partitions} partitions: a registry's has one, so that its records have one order. Choose another with --topic.");
        }

        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
        var configs = await admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = Patience }).ConfigureAwait(false);
        if (configs[0].Entries.TryGetValue(CleanupPolicy, out var policy) && policy.Value != Compact)
        {
            throw new RegistryStartException(
                $"Topic '{topic}' has {CleanupPolicy}={policy.Value}: Kafka would delete schemas. Set it to {Compact}, or choose another topic with --topic.");
        }
    }
}
