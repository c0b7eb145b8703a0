using System.Text;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Confluent.Kafka;

namespace Analytics.Streaming.Operations;

/// <summary>The source topic in Kafka.</summary>
internal sealed class KafkaReplayTopic : IReplayTopic
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly string _topic;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly KafkaClients _clients;

    public KafkaReplayTopic(KafkaClients clients, string topic)
    {
        _clients = clients;
        _topic = topic;
        _producer = clients.Producer(new ProducerConfig { EnableIdempotence = true, LingerMs = 20, MessageMaxBytes = 64 << 20, MessageTimeoutMs = 20_000 }).Build()!;
        _consumer = clients.Consumer(new ConsumerConfig
        {
            GroupId = "analytics-replay",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
    }

    public IReadOnlyList<long> Ends() => Ask(() =>
    {
        using var admin = _clients.Admin();
        var partitions = admin.GetMetadata(_topic, Patience).Topics.Single().Partitions.Count;
        return (IReadOnlyList<long>)[.. Enumerable.Range(0, partitions).Select(partition => _consumer.QueryWatermarkOffsets(new TopicPartition(_topic, partition), Patience).High.Value)];
    });

    public async Task SendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(letters.Select(letter => _producer.ProduceAsync(new TopicPartition(_topic, letter.Coordinates.Partition), Message(letter), cancellationToken)));
        }
        catch (KafkaException error)
        {
            throw Unavailable(error);
        }
    }

    public IReadOnlySet<string> FindReplays(IReadOnlyList<long> from, CancellationToken cancellationToken) => Ask(() =>
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var ends = Ends();
        _consumer.Assign(ends.Select((_, partition) => new TopicPartitionOffset(_topic, partition, partition < from.Count ? from[partition] : 0)));
        for (var open = ends.Count; open > 0;)
        {
            var result = _consumer.Consume(cancellationToken);
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else if (result.Message.Headers.TryGetLastBytes(DeadLetter.ReplayHeader, out var name))
            {
                found.Add(Encoding.UTF8.GetString(name));
            }
        }

        _consumer.Unassign();
        return (IReadOnlySet<string>)found;
    });

    public void Dispose()
    {
        _producer.Dispose();
        _consumer.Dispose();
    }

    private static Message<byte[]?, byte[]?> Message(DeadLetter letter)
    {
        var headers = new Headers();
        foreach (var header in letter.Headers.Where(header => header.Name != DeadLetter.ReplayHeader))
        {
            headers.Add(header.Name, header.Value);
        }

        headers.Add(DeadLetter.ReplayHeader, Encoding.UTF8.GetBytes(letter.Coordinates.ToString()));
        return new Message<byte[]?, byte[]?> { Key = letter.Key, Value = letter.Value, Headers = headers };
    }

    private static T Ask<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (KafkaException error)
        {
            throw Unavailable(error);
        }
    }

    private static SourceUnavailableException Unavailable(KafkaException error) =>
        new(EngineStates.WaitingForKafka, $"Kafka: {error.Error.Reason} Check ConnectionStrings:kafka; what was not acknowledged is sent by the next replay.");
}
