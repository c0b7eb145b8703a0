using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.Producer.Sending;

/// <summary>
/// Hands records to librdkafka's idempotent producer and counts what the broker acknowledged. One caller at a time.
/// A record waits for the broker as long as it takes; what fails is failed for good.
/// </summary>
internal sealed class EventSender : IDisposable
{
    private const int MostInFlight = 200_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    private readonly string _topic;
    private readonly TimeProvider _time;
    private readonly TraceSampler _traces;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly ExactBuffers _values = new();
    private readonly ExactBuffers _keys = new();
    private readonly Message<byte[], byte[]> _message = new();
    private readonly Action<DeliveryReport<byte[], byte[]>> _delivered;
    private long[]? _nextOffsets;
    private int _displaced = -1;
    private long _sent;
    private long _acknowledged;
    private long _failed;
    private string? _firstFailure;

    public EventSender(KafkaClients clients, string topic, TimeProvider time)
    {
        _topic = topic;
        _time = time;
        _traces = new TraceSampler(time);
        _producer = clients.Producer(Configure()).Build();
        _delivered = Delivered;
    }

    public long Sent => _sent;

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Why the first failed record failed.</summary>
    public string? FirstFailure => Volatile.Read(ref _firstFailure);

    /// <summary>The first partition in which a record did not get the offset that <see cref="ExpectOffsets"/> made it expect; null when there is none.</summary>
    public int? Displaced => Volatile.Read(ref _displaced) is >= 0 and var partition ? partition : null;

    private long InFlight => _sent - Acknowledged - Failed;

    /// <summary>From now on every record must come right behind the one before in its partition: then nobody else has written there.</summary>
    /// <param name="next">The offset of the first record, by partition.</param>
    public void ExpectOffsets(long[] next) => _nextOffsets = next;

    /// <summary>Waits while too many records are unacknowledged: this bounds the memory.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (InFlight < MostInFlight)
        {
            return;
        }

        while (InFlight > MostInFlight / 2)
        {
            await Task.Delay(Poll, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Queues a record. The spans may be reused at once.</summary>
    /// <param name="partition">Its partition.</param>
    /// <param name="key">Its key; empty for none.</param>
    /// <param name="value">Its value.</param>
    /// <param name="hasValue">False sends a null value.</param>
    public void Send(int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasValue = true)
    {
        _message.Key = key.IsEmpty ? null! : _keys.Copy(key);
        _message.Value = hasValue ? _values.Copy(value) : null!;
        _message.Headers = _traces.Sample(_topic, partition, out var span);
        _sent++;
        try
        {
            _producer.Produce(new TopicPartition(_topic, partition), _message, _delivered);
        }
        catch (ProduceException<byte[], byte[]> error)
        {
            Fail(error.Error);
        }
        finally
        {
            span?.Dispose();
        }
    }

    /// <summary>Waits until everything queued is acknowledged or failed.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (InFlight > 0)
        {
            await Task.Delay(Poll, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _producer.Dispose();
        _traces.Dispose();
    }

    private static ProducerConfig Configure() => new()
    {
        ClientId = "analytics-producer",
        EnableIdempotence = true,
        CompressionType = CompressionType.Lz4,
        LingerMs = 20,
        BatchSize = 1_000_000,
        BatchNumMessages = 10_000,
        QueueBufferingMaxMessages = 2 * MostInFlight,
        QueueBufferingMaxKbytes = 512 * 1024,
        // 0: no limit. A broker that is away must not cost a record.
        MessageTimeoutMs = 0,
        DeliveryReportFields = "none",
    };

    private void Delivered(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            Fail(report.Error);
        }
        else
        {
            Interlocked.Increment(ref _acknowledged);
            Check(report);
        }
    }

    /// <summary>Called by librdkafka's one delivery thread.</summary>
    private void Check(DeliveryReport<byte[], byte[]> report)
    {
        if (_nextOffsets is not { } next)
        {
            return;
        }

        // A repeat that the broker recognised, but whose place it has forgotten, has no offset.
        ref var expected = ref next[report.Partition.Value];
        if (report.Offset.Value >= 0 && report.Offset.Value != expected)
        {
            expected = report.Offset.Value;
            Interlocked.CompareExchange(ref _displaced, report.Partition.Value, -1);
        }

        expected++;
    }

    private void Fail(Error error)
    {
        Interlocked.CompareExchange(ref _firstFailure, $"{error.Code}: {error.Reason}", null);
        Interlocked.Increment(ref _failed);
    }
}
