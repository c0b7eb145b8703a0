using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Confluent.Kafka;

namespace Analytics.Streaming.Publishing;

/// <summary>Side topics in Kafka. At least once: a crash between topic and table sends again, and the coordinates in the headers identify the repeat.</summary>
internal sealed class KafkaSideTopic : ISideTopic
{
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly ILogger _logger;
    private volatile Error? _error;

    public KafkaSideTopic(KafkaClients clients, ILogger logger)
    {
        _logger = logger;
        _producer = clients.Producer(new ProducerConfig
        {
            EnableIdempotence = true,
            LingerMs = 20,
            MessageMaxBytes = 64 << 20,
            MessageTimeoutMs = 20_000,
        }).Build()!;
    }

    public void Send(string topic, byte[]? key, byte[]? value, IReadOnlyList<RecordHeader> headers)
    {
        var message = new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = [] };
        foreach (var header in headers)
        {
            message.Headers.Add(header.Name, header.Value);
        }

        while (true)
        {
            try
            {
                _producer.Produce(topic, message, OnDelivered);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(100));
            }
            catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.MsgSizeTooLarge)
            {
                // Beyond the client's own limit it is refused at once, by the broker's only when it arrives.
                TooLarge(topic);
                return;
            }
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Task.Run(() => _producer.Flush(cancellationToken), cancellationToken);
        if (Interlocked.Exchange(ref _error, null) is { } error)
        {
            throw new SourceUnavailableException(EngineStates.WaitingForKafka, $"Side records were not acknowledged: {error.Reason}");
        }
    }

    public void Dispose() => _producer.Dispose();

    private void OnDelivered(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (!report.Error.IsError)
        {
            return;
        }

        if (report.Error.Code is ErrorCode.MsgSizeTooLarge)
        {
            TooLarge(report.Topic);
            return;
        }

        _error = report.Error;
    }

    // No retry helps; the record is in the lake's table, whole.
    private void TooLarge(string topic) => _logger.LogWarning("A record is too large for topic {Topic}; it is only in the lake.", topic);
}
