using Analytics.Broker.Log;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Server;
using Analytics.Broker.Transactions;

namespace Analytics.Broker.Handlers;

/// <summary>Appends batches. With one replica acks=1 and acks=all are the same; acks=0 gets no answer.</summary>
internal sealed class ProduceHandler(BrokerContext broker) : ApiHandler<ProduceRequest>
{
    protected override ValueTask<IKafkaResponse?> HandleAsync(ProduceRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = new ProduceResponse.Topic[request.Topics.Length];
        for (var i = 0; i < topics.Length; i++)
        {
            var topic = request.Topics[i];
            var partitions = new ProduceResponse.Partition[topic.Partitions.Length];
            for (var j = 0; j < partitions.Length; j++)
            {
                partitions[j] = Append(topic.Name, topic.Partitions[j], request, context.Version);
                broker.Metrics.Produced(partitions[j].Error);
            }

            topics[i] = new ProduceResponse.Topic(topic.Name, partitions);
        }

        return ValueTask.FromResult<IKafkaResponse?>(request.Acks == 0 ? null : new ProduceResponse(topics));
    }

    private ProduceResponse.Partition Append(string topic, ProduceRequest.Partition partition, ProduceRequest request, short version)
    {
        if (version < ProduceRequest.FirstWithBatches)
        {
            return new ProduceResponse.Partition(partition.Index, ErrorCode.UnsupportedVersion, -1, -1, null);
        }

        // Some clients produce to a topic that they have never asked about.
        var log = (broker.Options.AutoCreateTopics ? broker.Topics.GetOrCreate(topic)?.Partition(partition.Index) : broker.Topics.Partition(topic, partition.Index));
        if (log is null)
        {
            return new ProduceResponse.Partition(partition.Index, ErrorCode.UnknownTopicOrPartition, -1, -1, null);
        }

        var result = Append(new TopicPartition(topic, partition.Index), log, partition.Records, request.TransactionalId);
        if (result.Error is ErrorCode.None)
        {
            broker.Metrics.Appended(new RecordBatch(partition.Records.Span).RecordCount);
        }

        return new ProduceResponse.Partition(partition.Index, result.Error, result.BaseOffset, log.StartOffset, result.Message, result.AppendTime);
    }

    private AppendResult Append(TopicPartition partition, PartitionLog log, Memory<byte> records, string? transactionalId)
    {
        if (records.Length < RecordBatch.HeaderSize || !new RecordBatch(records.Span).IsTransactional)
        {
            return log.Append(records.Span);
        }

        return transactionalId is null
            ? AppendResult.Refused(ErrorCode.TransactionalIdAuthorizationFailed, "the batch is transactional, but the request has no transactional id")
            : broker.Transactions.Append(transactionalId, partition, log, records);
    }
}
