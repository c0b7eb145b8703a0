using Analytics.Broker.Log;

namespace Analytics.Broker.Topics;

/// <summary>A topic and the logs of its partitions.</summary>
internal sealed record Topic(string Name, TopicDefinition Definition, PartitionLog[] Partitions)
{
    public PartitionLog? Partition(int index) => (uint)index < (uint)Partitions.Length ? Partitions[index] : null;
}
