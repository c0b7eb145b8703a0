using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.SchemaRegistry.Storage.Kafka;

/// <summary>
/// Writes the registry's topic by transactions. All instances share one transactional id: whoever takes over fences the others, so a transaction that is committed
/// proves that nobody else has written since this instance took over.
/// </summary>
/// <param name="clients">How to reach the cluster.</param>
/// <param name="topic">The topic.</param>
internal sealed class TopicWriter(KafkaClients clients, string topic) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private IProducer<byte[], byte[]>? _producer;

    /// <summary>Whether it has taken over and has not failed since; another instance may have taken over meanwhile.</summary>
    public bool Leads => _producer is not null;

    /// <summary>Fences every other writer; their open transactions are aborted.</summary>
    /// <exception cref="KafkaException">The cluster does not answer.</exception>
    public void TakeOver()
    {
        StepDown();
        var producer = clients.Producer(new ProducerConfig
        {
            TransactionalId = $"schema-registry-{topic}",
            TransactionTimeoutMs = (int)Patience.TotalMilliseconds,
            MessageTimeoutMs = (int)Patience.TotalMilliseconds,
            LingerMs = 0,
        }, isFenced: true).Build();
        try
        {
            producer.InitTransactions(Patience);
            _producer = producer;
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    /// <summary>Writes records, all or none.</summary>
    /// <returns>The offset of the last one.</returns>
    /// <exception cref="KafkaException">They may or may not be there; another instance has taken over, or the cluster does not answer.</exception>
    public async Task<long> WriteAsync(IReadOnlyList<Message<byte[], byte[]>> messages)
    {
        var producer = _producer ?? throw new InvalidOperationException("nothing is written before TakeOver");
        producer.BeginTransaction();
        var sent = messages.Select(message => producer.ProduceAsync(new TopicPartition(topic, 0), message)).ToList();
        var written = await Task.WhenAll(sent).ConfigureAwait(false);
        producer.CommitTransaction(Patience);
        return written[^1].Offset.Value;
    }

    public void StepDown()
    {
        _producer?.Dispose();
        _producer = null;
    }

    public void Dispose() => StepDown();
}
