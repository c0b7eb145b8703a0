using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.SchemaRegistry.Storage.Kafka;

/// <summary>Reads the registry's topic from its beginning, then follows it. Only what was committed is seen.</summary>
/// <param name="clients">How to reach the cluster.</param>
/// <param name="topic">The topic.</param>
/// <param name="take">Takes each record, in order, on the reader's own thread.</param>
internal sealed class TopicReader(KafkaClients clients, string topic, Action<ConsumeResult<byte[], byte[]>> take) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _offset = -1;
    private Task _reading = Task.CompletedTask;

    public void Start() => _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits until the record at an offset was taken.</summary>
    /// <param name="offset">The offset of a committed record.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReachAsync(long offset, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_offset >= offset)
                {
                    return;
                }

                moved = _moved.Task;
            }

            await (await Task.WhenAny(moved, _reading).WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Read()
    {
        using var consumer = clients.Consumer(new ConsumerConfig
        {
            // Demanded by the client; no group is joined and nothing committed.
            GroupId = $"schema-registry-{topic}",
            EnableAutoCommit = false,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        try
        {
            while (true)
            {
                if (Next(consumer) is { } record)
                {
                    take(record);
                    Move(record.Offset.Value);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        finally
        {
            consumer.Close();
        }
    }

    /// <summary>The client heals whatever is not fatal by itself.</summary>
    private ConsumeResult<byte[], byte[]>? Next(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            return consumer.Consume(_stop.Token);
        }
        catch (ConsumeException error) when (!error.Error.IsFatal)
        {
            return null;
        }
    }

    private void Move(long offset)
    {
        lock (_lock)
        {
            _offset = offset;
            _moved.SetResult();
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
