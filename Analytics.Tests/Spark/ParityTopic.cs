using System.Text;
using Analytics.Contracts.Wire;
using Analytics.Tests.Streaming;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.Tests.Spark;

/// <summary>
/// A topic of the saas pipeline with all that can be wrong with a record but lateness: repeats, disorder within the watermark's delay, and poison.
/// What the ledger must say of it is counted as it is made.
/// </summary>
internal sealed class ParityTopic(int events, int seed)
{
    private const int Partitions = 3;

    private static readonly TimeSpan TransactionTime = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly List<(int Partition, byte[] Value)> _recent = [];
    private readonly long[] _late = new long[Partitions];
    private int _next;

    /// <summary>A version of the schema in which a column has another type; null for none.</summary>
    public int? Incompatible { get; init; }

    /// <summary>Properties that events have beside those of the first version: <c>,"plan":"pro"</c>.</summary>
    public string Extra { get; set; } = "";

    /// <summary>A value longer than what the platform takes; 0 for none.</summary>
    public int Oversized { get; init; }

    public long Sent { get; private set; }

    public long Duplicates { get; private set; }

    public long Poison { get; private set; }

    public long Late => _late.Sum();

    /// <summary>Late events of each partition.</summary>
    public IReadOnlyList<long> LateByPartition => _late;

    public async Task FillAsync(string bootstrapServers, string topic, int schema, CancellationToken cancellationToken)
    {
        await CreateAsync(bootstrapServers, topic);
        await SendAsync(bootstrapServers, topic, schema, events, cancellationToken);
    }

    public static async Task CreateAsync(string bootstrapServers, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = Partitions, ReplicationFactor = 1 }]);
    }

    /// <summary>Sends the next events, and what is wrong with some of them.</summary>
    public Task SendAsync(string bootstrapServers, string topic, int schema, int count, CancellationToken cancellationToken) => Task.Run(
        () => Send(bootstrapServers, topic, schema, count, cancellationToken), cancellationToken);

    /// <summary>
    /// Sends, when all of the events have been, events of the beginning: new ones and repeats, all of them late; and repeats of the newest, which are not.
    /// </summary>
    public Task SendLateAsync(string bootstrapServers, string topic, int schema, int count, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var producer = Producer(bootstrapServers);
            for (var sent = 0; sent < count; sent++)
            {
                var partition = _random.Next(Partitions);
                var isRepeat = _random.Next(4) == 0;
                var (again, first) = _recent[_random.Next(20)];
                Send(producer, topic, isRepeat ? again : partition, isRepeat ? first : ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(_next++, at: 0))));
                _late[isRepeat ? again : partition]++;
                if (sent % 3 == 0)
                {
                    var (newest, repeated) = _recent[^(1 + _random.Next(20))];
                    Send(producer, topic, newest, repeated);
                    Duplicates++;
                }
            }

            producer.Flush(cancellationToken);
        },
        cancellationToken);

    /// <summary>Sends a transaction of new events, and one that is aborted; both leave a marker in each partition, which is no record.</summary>
    public Task SendTransactionsAsync(string bootstrapServers, string topic, int schema, int count, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrapServers, TransactionalId = $"{topic}-{Sent}" }).Build();
            producer.InitTransactions(TransactionTime);
            foreach (var isCommitted in (ReadOnlySpan<bool>)[true, false])
            {
                producer.BeginTransaction();
                for (var sent = 0; sent < count; sent++)
                {
                    Send(producer, topic, sent % Partitions, ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(_next++, at: events))));
                }

                producer.Flush(cancellationToken);
                if (isCommitted)
                {
                    producer.CommitTransaction(TransactionTime);
                }
                else
                {
                    producer.AbortTransaction(TransactionTime);
                    Sent -= count;
                }
            }
        },
        cancellationToken);

    private static IProducer<byte[], byte[]> Producer(string bootstrapServers) =>
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrapServers, EnableIdempotence = true, LingerMs = 20 }).Build();

    private void Send(string bootstrapServers, string topic, int schema, int count, CancellationToken cancellationToken)
    {
        using var producer = Producer(bootstrapServers);
        for (var end = _next + count; _next < end; _next++)
        {
            var number = _next;
            cancellationToken.ThrowIfCancellationRequested();
            var partition = _random.Next(Partitions);
            var value = ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(number, at: number)));
            Send(producer, topic, partition, value);
            _recent.Add((partition, value));
            if (_random.Next(50) == 0)
            {
                // A hundred seconds of event time back at most: with the disorder less than the watermark's delay.
                var (again, repeated) = _recent[Math.Max(0, _recent.Count - 1 - _random.Next(1 + (events / 50)))];
                Send(producer, topic, again, repeated);
                Duplicates++;
            }

            if (_random.Next(100) == 0)
            {
                Send(producer, topic, partition, PoisonOf(schema, number));
                Poison++;
            }
        }

        producer.Flush(cancellationToken);
    }

    private void Send(IProducer<byte[], byte[]> producer, string topic, int partition, byte[]? value)
    {
        Sent++;
        var message = new Message<byte[], byte[]> { Key = BitConverter.GetBytes(Sent), Value = value!, Headers = [new Header("own", "header"u8.ToArray()), new Header("empty", null)] };
        while (true)
        {
            try
            {
                producer.Produce(new TopicPartition(topic, partition), message);
                return;
            }
            catch (ProduceException<byte[], byte[]> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private static string Time(double seconds) => GeneratedEvent.Iso(GeneratedEvent.Epoch + (long)(seconds * 1_000_000));

    private byte[]? PoisonOf(int schema, int number) => _random.Next(10) switch
    {
        7 => ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(number, number).Replace("\"event_time\":\"20", "\"event_time\":\"29", StringComparison.Ordinal))),
        8 when Incompatible is { } other => ConfluentWireFormat.Write(other, Encoding.UTF8.GetBytes(Event(number, number))),
        9 when Oversized > 0 => ConfluentWireFormat.Write(schema, new byte[Oversized]),
        0 => null,
        1 => "no frame"u8.ToArray(),
        2 => ConfluentWireFormat.Write(schema + 1000, "{}"u8),
        3 => ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(number, number)[..^5])),
        4 => ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(number, number).Replace("\"u-", "\"x-", StringComparison.Ordinal))),
        5 => ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(number, number).Replace("\"DE\"", "\"Germany\"", StringComparison.Ordinal))),
        _ => ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes("""{"event_id":1}""")),
    };

    /// <param name="number">What its id ends with.</param>
    /// <param name="at">The number whose place in time it has.</param>
    private string Event(int number, int at)
    {
        // An hour and more of event time, up to four minutes out of order: the watermark's delay is ten.
        var time = Time((at * 5000.0 / events) - (_random.NextDouble() * 240) + 240);
        var user = _random.Next(40);
        var page = _random.Next(4) switch { 0 => "null", 1 => "\"/pricing\"", 2 => "\"/d\\u00f6cs\"", _ => "\"/\"" };
        var amount = _random.Next(3) == 0 ? _random.Next(500_000).ToString(System.Globalization.CultureInfo.InvariantCulture) : "null";
        string[] types = ["page_view", "click", "search", "signup", "purchase"];
        return $$$"""{"event_id":"00000000-0000-4000-8000-{{{number:D12}}}","event_time":"{{{time}}}","tenant_id":"t{{{user % 4}}}","user_id":"u-{{{user}}}","event_type":"{{{types[_random.Next(types.Length)]}}}","page":{{{page}}},"amount_cents":{{{amount}}},"session_id":"s-{{{user}}}","country":"DE","context":{"device":"phone","app_version":"1.0.{{{number % 7}}}"}{{{Extra}}}}""";
    }
}
