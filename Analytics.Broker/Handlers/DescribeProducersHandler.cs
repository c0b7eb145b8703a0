using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;

namespace Analytics.Broker.Handlers;

internal sealed class DescribeProducersHandler(BrokerContext broker) : ApiHandler<DescribeProducersRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(DescribeProducersRequest request, RequestContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IKafkaResponse?>(new DescribeProducersResponse([.. request.Topics.Select(topic => new DescribeProducersResponse.Topic(
            topic.Name, [.. topic.Partitions.Select(partition => Describe(topic.Name, partition))]))]));

    private DescribeProducersResponse.Partition Describe(string topic, int partition) => broker.Topics.Partition(topic, partition) is { } log
        ? new DescribeProducersResponse.Partition(partition, ErrorCode.None, [.. log.Producers().Select(producer => Describe(producer.Key, producer.Value))])
        : new DescribeProducersResponse.Partition(partition, ErrorCode.UnknownTopicOrPartition, []);

    private static DescribeProducersResponse.Producer Describe(long id, ProducerSnapshot producer) => new(
        id, producer.Epoch, producer.BatchCount == 0 ? -1 : producer.Recent[producer.BatchCount - 1].LastSequence, producer.LastTimestamp, producer.TransactionFirstOffset);
}
