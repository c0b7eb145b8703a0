using Analytics.Broker.Protocol;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Transactions;

/// <summary>The durable side of the coordinator: an append-only file of <see cref="TransactionEntry"/>, the last of an id counts. Rewritten as it grows.</summary>
internal sealed partial class TransactionStore : IDisposable
{
    private const int RewriteBytes = 1024 * 1024;

    /// <summary><c>transactional.id.expiration.ms</c> of Kafka: an id that is not used for so long is forgotten.</summary>
    private static readonly TimeSpan Expiry = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TransactionMetadata> _latest = new(StringComparer.Ordinal);
    private readonly EntryFile _file;
    private readonly TimeProvider _time;
    private long _rewriteAt;

    public TransactionStore(string path, bool sync, TimeProvider time, ILogger logger)
    {
        _time = time;
        _file = new EntryFile(path, sync);
        var torn = _file.Read(entry =>
        {
            var transaction = TransactionEntry.Read(entry);
            _latest[transaction.Id] = transaction;
        });
        if (torn > 0)
        {
            LogTornTail(logger, path, torn);
        }

        Rewrite_NeedsLock();
    }

    public TransactionMetadata[] All()
    {
        lock (_lock)
        {
            return [.. _latest.Values];
        }
    }

    /// <exception cref="IOException">It could not be written; what was there before still counts.</exception>
    public void Write(TransactionMetadata transaction)
    {
        lock (_lock)
        {
            _file.Append(writer => TransactionEntry.Write(writer, transaction));
            _latest[transaction.Id] = transaction;
            if (_file.Size > _rewriteAt)
            {
                Rewrite_NeedsLock();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    private void Rewrite_NeedsLock()
    {
        var expired = (_time.GetUtcNow() - Expiry).ToUnixTimeMilliseconds();
        foreach (var (id, transaction) in _latest)
        {
            if (transaction.UpdatedMs < expired && !transaction.IsOngoing && !transaction.IsPrepared)
            {
                _latest.Remove(id);
            }
        }

        _file.Rewrite(_latest.Values.Select(transaction => (Action<KafkaWriter>)(writer => TransactionEntry.Write(writer, transaction))));
        _rewriteAt = Math.Max(RewriteBytes, _file.Size * 4);
    }

    [LoggerMessage(LogLevel.Warning, "Cut {Bytes} bytes of an unfinished write from the end of {File}")]
    private static partial void LogTornTail(ILogger logger, string file, long bytes);
}
