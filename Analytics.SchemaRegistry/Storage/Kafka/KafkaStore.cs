using System.Text.Json;
using Analytics.SchemaRegistry.Errors;
using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.SchemaRegistry.Storage.Kafka;

/// <summary>
/// A registry in a Kafka topic, with the records of Confluent's. Several instances can share it: each reads the whole topic, and the one that was asked for a change
/// takes the right to write over, reads what the others have written, decides, and writes. A change counts once it was read back.
/// </summary>
/// <param name="clients">How to reach the cluster.</param>
/// <param name="topic">The topic.</param>
/// <param name="time">Gives the records' times and the waits between attempts.</param>
/// <param name="logger">Told of records that can't be read.</param>
internal sealed class KafkaStore(KafkaClients clients, string topic, TimeProvider time, ILogger<KafkaStore> logger) : IRegistryStore
{
    /// <summary>A header that says which change a record belongs to: after an attempt that failed half-way it tells whether it was made.</summary>
    private const string ChangeHeader = "change";
    private const int LongestWaitMs = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _applying = new();
    private readonly TopicWriter _writer = new(clients, topic);
    private Action<IReadOnlyList<RegistryRecord>> _apply = _ => { };
    private TopicReader? _reader;
    private byte[] _change = [];
    private bool _changeRead;

    public string Cluster { get; private set; } = "";

    public async Task OpenAsync(Action<IReadOnlyList<RegistryRecord>> apply, CancellationToken cancellationToken)
    {
        _apply = apply;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            Cluster = await SchemasTopic.PrepareAsync(clients, topic).ConfigureAwait(false);
            _reader = new TopicReader(clients, topic, Take);
            _reader.Start();
            await TryAsync(LeadAsync, either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is KafkaException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new RegistryStartException($"Kafka at {clients.Settings.BootstrapServers} can't hold the registry's topic '{topic}': {error.Message}", error);
        }
    }

    public async Task ChangeAsync(Func<long, IReadOnlyList<RegistryRecord>> decide, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_applying)
            {
                (_change, _changeRead) = (Guid.NewGuid().ToByteArray(), false);
            }

            using var patience = new CancellationTokenSource(Patience, time);
            await TryAsync(giveUp => ChangeOnceAsync(decide, giveUp), patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is KafkaException or OperationCanceledException)
        {
            throw error is KafkaException { Error.Code: ErrorCode.MsgSizeTooLarge } ? Problems.SchemaTooLarge() : Problems.StoreFailed(error.Message);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        if (_reader is not null)
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
        }

        _writing.Dispose();
    }

    private async Task ChangeOnceAsync(Func<long, IReadOnlyList<RegistryRecord>> decide, CancellationToken giveUp)
    {
        if (!_writer.Leads)
        {
            await LeadAsync(giveUp).ConfigureAwait(false);
            if (Volatile.Read(ref _changeRead))
            {
                return;
            }
        }

        var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<RegistryRecord> records;
        try
        {
            lock (_applying)
            {
                records = decide(timestamp);
            }
        }
        catch (RegistryProblem)
        {
            // A refusal stands only if nobody else has written meanwhile.
            await WriteAsync([Noop], timestamp, giveUp).ConfigureAwait(false);
            throw;
        }

        if (records.Count > 0)
        {
            await WriteAsync([.. records.Select(RecordCodec.Write)], timestamp, giveUp).ConfigureAwait(false);
        }
    }

    private static (byte[] Key, byte[]? Value) Noop => (RecordCodec.NoopKey, null);

    /// <summary>Takes the right to write over and reads all that was written before.</summary>
    private async Task LeadAsync(CancellationToken giveUp)
    {
        await Task.Run(_writer.TakeOver, giveUp).ConfigureAwait(false);
        await WriteAsync([Noop], time.GetUtcNow().ToUnixTimeMilliseconds(), giveUp).ConfigureAwait(false);
    }

    private async Task WriteAsync(IReadOnlyList<(byte[] Key, byte[]? Value)> records, long timestamp, CancellationToken giveUp)
    {
        var isChange = records[0].Key != RecordCodec.NoopKey;
        var messages = records.Select(record => new Message<byte[], byte[]>
        {
            Key = record.Key,
            Value = record.Value!,
            Timestamp = new Timestamp(timestamp, TimestampType.CreateTime),
            Headers = isChange ? [new Header(ChangeHeader, _change)] : [],
        }).ToList();
        try
        {
            var last = await Task.Run(() => _writer.WriteAsync(messages), giveUp).ConfigureAwait(false);
            await _reader!.ReachAsync(last, giveUp).ConfigureAwait(false);
        }
        catch
        {
            // Whatever it was, a transaction may be open.
            _writer.StepDown();
            throw;
        }
    }

    /// <summary>Tries until it works: another instance may take over again and again, so the waits are random and grow.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> attempt, CancellationToken giveUp)
    {
        for (var wait = 1; ; wait = Math.Min(wait * 2, LongestWaitMs))
        {
            try
            {
                await attempt(giveUp).ConfigureAwait(false);
                return;
            }
            catch (KafkaException error) when (error.Error.Code != ErrorCode.MsgSizeTooLarge && !giveUp.IsCancellationRequested)
            {
                // The writer has stepped down: the next attempt takes over first.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(wait, (2 * wait) + 1)), time, giveUp).ConfigureAwait(false);
        }
    }

    private void Take(ConsumeResult<byte[], byte[]> record)
    {
        lock (_applying)
        {
            if (record.Message.Headers is { } headers && headers.TryGetLastBytes(ChangeHeader, out var change) && change.AsSpan().SequenceEqual(_change))
            {
                Volatile.Write(ref _changeRead, true);
            }

            try
            {
                _apply([RecordCodec.Read(record.Message.Key, record.Message.Value, record.Message.Timestamp.UnixTimestampMs)]);
            }
            catch (JsonException error)
            {
                logger.LogError("The record at offset {Offset} of topic {Topic} can't be read and is passed over, as Confluent's registry does: {Message}", record.Offset.Value, topic, error.Message);
            }
        }
    }
}
