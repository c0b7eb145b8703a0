using System.Collections.Concurrent;
using Analytics.Broker.Groups;
using Analytics.Broker.Log;
using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;
using Analytics.Broker.Protocol.Messages;
using Analytics.Broker.Topics;

namespace Analytics.Broker.Transactions;

/// <summary>
/// The transactions of all producers (KIP-98, KIP-360, KIP-588). Every change is in the store before it is acted on or answered, so that a crash at any
/// line leaves a transaction open, which its producer or its timeout ends, or decided, which the next start carries out.
/// </summary>
internal sealed partial class TransactionCoordinator : IDisposable
{
    /// <summary><c>transaction.max.timeout.ms</c>.</summary>
    public const int MaxTimeoutMs = 900_000;

    private readonly ConcurrentDictionary<string, Transaction> _transactions = new(StringComparer.Ordinal);
    private readonly TransactionStore _store;
    private readonly TopicCatalog _topics;
    private readonly OffsetStore _offsets;
    private readonly ProducerIdAllocator _producerIds;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public TransactionCoordinator(
        TransactionStore store, TopicCatalog topics, OffsetStore offsets, ProducerIdAllocator producerIds, TimeProvider time, ILogger logger)
    {
        (_store, _topics, _offsets, _producerIds, _time, _logger) = (store, topics, offsets, producerIds, time, logger);
        _timer = time.CreateTimer(static state => ((TransactionCoordinator)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Recover();
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public IEnumerable<TransactionMetadata> All => _transactions.Values.Select(transaction => transaction.Metadata);

    public TransactionMetadata? Find(string id) => _transactions.TryGetValue(id, out var transaction) ? transaction.Metadata : null;

    /// <summary>Whether a transaction that is not over yet has an offset for the group's partition (KIP-447).</summary>
    public bool IsPending(string group, string topic, int partition)
    {
        var key = new TopicPartition(topic, partition);
        return All.Any(transaction => transaction.Groups.TryGetValue(group, out var offsets) && offsets.ContainsKey(key));
    }

    /// <summary>
    /// Gives the producer with this id its producer id and a new epoch, which fences all earlier producers with it; a transaction that one of them left
    /// open is aborted first.
    /// </summary>
    public InitProducerIdResponse Init(InitProducerIdRequest request)
    {
        if (request.TransactionalId!.Length == 0)
        {
            return InitProducerIdResponse.Failed(ErrorCode.InvalidRequest);
        }

        if (request.TimeoutMs is <= 0 or > MaxTimeoutMs)
        {
            return InitProducerIdResponse.Failed(ErrorCode.InvalidTransactionTimeout);
        }

        var transaction = _transactions.GetOrAdd(
            request.TransactionalId, id => new Transaction(new TransactionMetadata { Id = id, ProducerId = _producerIds.Next() }));
        return Change(transaction, () => Init_NeedsLock(transaction, request), InitProducerIdResponse.Failed);
    }

    public ErrorCode AddPartitions(string id, long producerId, short epoch, IReadOnlyCollection<TopicPartition> partitions) =>
        Change(id, producerId, epoch, (transaction, now) =>
        {
            var current = transaction.Metadata;
            if (!current.IsOngoing || !partitions.All(current.Partitions.Contains))
            {
                Set_NeedsLock(transaction, current.Begin(now) with { Partitions = current.Partitions.Union(partitions) });
                Schedule(transaction.Metadata.DeadlineMs);
            }

            return ErrorCode.None;
        });

    public ErrorCode AddGroup(string id, long producerId, short epoch, string group) =>
        Change(id, producerId, epoch, (transaction, now) =>
        {
            var current = transaction.Metadata;
            if (!current.IsOngoing || !current.Groups.ContainsKey(group))
            {
                Set_NeedsLock(transaction, current.Begin(now).WithGroup(group, []));
                Schedule(transaction.Metadata.DeadlineMs);
            }

            return ErrorCode.None;
        });

    /// <summary>Keeps offsets with the transaction: the group has them once it commits.</summary>
    public ErrorCode CommitOffsets(string id, long producerId, short epoch, string group, IReadOnlyCollection<CommittedOffset> offsets) =>
        Change(id, producerId, epoch, (transaction, now) =>
        {
            var current = transaction.Metadata;
            if (!current.IsOngoing || !current.Groups.ContainsKey(group))
            {
                return ErrorCode.InvalidTxnState;
            }

            Set_NeedsLock(transaction, current.WithGroup(group, offsets) with { UpdatedMs = now });
            return ErrorCode.None;
        });

    /// <summary>
    /// Appends a transactional batch. Under the transaction's lock, so that no record comes after the marker that ends its transaction (KIP-890).
    /// </summary>
    public AppendResult Append(string id, TopicPartition partition, PartitionLog log, Memory<byte> records)
    {
        var batch = new RecordBatch(records.Span);
        if (!_transactions.TryGetValue(id, out var transaction))
        {
            return Refused(ErrorCode.InvalidProducerIdMapping);
        }

        lock (transaction.Lock)
        {
            var current = transaction.Metadata;
            var error = batch.ProducerId != current.ProducerId ? ErrorCode.InvalidProducerIdMapping
                : batch.ProducerEpoch != current.Epoch ? ErrorCode.InvalidProducerEpoch
                : current.IsPrepared ? ErrorCode.ConcurrentTransactions
                : !current.IsOngoing || !current.Partitions.Contains(partition) ? ErrorCode.InvalidTxnState
                : ErrorCode.None;
            return error is ErrorCode.None ? log.Append(records.Span) : Refused(error);
        }

        AppendResult Refused(ErrorCode error) =>
            AppendResult.Refused(error, $"transactional id '{id}': {partition.Topic}-{partition.Partition} takes no batch of producer {new RecordBatch(records.Span).ProducerId} now");
    }

    /// <summary>Ends the transaction as its producer asks. The same request again has the same answer.</summary>
    public ErrorCode End(string id, long producerId, short epoch, bool commit) => Change(id, producerId, epoch, (transaction, now) =>
    {
        var current = transaction.Metadata;
        switch (current.State)
        {
            case TransactionState.Ongoing:
                Set_NeedsLock(transaction, current.Prepare(commit, now));
                break;
            case TransactionState.PrepareCommit or TransactionState.CompleteCommit when commit:
            case TransactionState.PrepareAbort or TransactionState.CompleteAbort when !commit:
                break;
            default:
                return ErrorCode.InvalidTxnState;
        }

        return Complete_NeedsLock(transaction) ? ErrorCode.None : ErrorCode.ConcurrentTransactions;
    }, evenPrepared: true);

    public void Dispose()
    {
        _timer.Dispose();
        _store.Dispose();
    }

    private InitProducerIdResponse Init_NeedsLock(Transaction transaction, InitProducerIdRequest request)
    {
        var known = transaction.Metadata;
        var brought = request.ProducerId >= 0 ? request.ProducerEpoch : TransactionMetadata.NoEpoch;
        if (brought != TransactionMetadata.NoEpoch && known.Epoch != TransactionMetadata.NoEpoch
            && (request.ProducerId != known.ProducerId || (brought != known.Epoch && brought != known.FormerEpoch)))
        {
            return InitProducerIdResponse.Failed(ErrorCode.ProducerFenced);
        }

        if (known.IsOngoing)
        {
            Set_NeedsLock(transaction, (known with { Epoch = (short)(known.Epoch + 1) }).Prepare(commit: false, Now));
        }

        if (!Complete_NeedsLock(transaction))
        {
            return InitProducerIdResponse.Failed(ErrorCode.ConcurrentTransactions);
        }

        var current = transaction.Metadata;
        if (!known.IsOngoing && brought != TransactionMetadata.NoEpoch && brought == current.FormerEpoch)
        {
            return new InitProducerIdResponse(ErrorCode.None, current.ProducerId, current.Epoch);
        }

        var isExhausted = current.Epoch >= TransactionMetadata.LastEpoch;
        Set_NeedsLock(transaction, current with
        {
            ProducerId = isExhausted ? _producerIds.Next() : current.ProducerId,
            Epoch = isExhausted ? (short)0 : (short)(current.Epoch + 1),
            FormerEpoch = brought,
            State = TransactionState.Empty,
            TimeoutMs = request.TimeoutMs,
            UpdatedMs = Now,
        });
        return new InitProducerIdResponse(ErrorCode.None, transaction.Metadata.ProducerId, transaction.Metadata.Epoch);
    }

    private ErrorCode Change(string id, long producerId, short epoch, Func<Transaction, long, ErrorCode> change, bool evenPrepared = false)
    {
        if (id.Length == 0)
        {
            return ErrorCode.InvalidRequest;
        }

        if (!_transactions.TryGetValue(id, out var transaction))
        {
            return ErrorCode.InvalidProducerIdMapping;
        }

        return Change(
            transaction,
            () => producerId != transaction.Metadata.ProducerId ? ErrorCode.InvalidProducerIdMapping
                : epoch != transaction.Metadata.Epoch ? ErrorCode.ProducerFenced
                : transaction.Metadata.IsPrepared && !evenPrepared ? ErrorCode.ConcurrentTransactions
                : change(transaction, Now),
            error => error);
    }

    private T Change<T>(Transaction transaction, Func<T> change, Func<ErrorCode, T> failed)
    {
        lock (transaction.Lock)
        {
            try
            {
                return change();
            }
            catch (IOException exception)
            {
                LogNotStored(transaction.Metadata.Id, exception.Message);

                // A decided transaction holds back its groups' offsets until it is carried out, and its producer may never ask again.
                Schedule(Now + (long)RetryAfter.TotalMilliseconds);
                return failed(ErrorCode.CoordinatorNotAvailable);
            }
        }
    }

    private void Set_NeedsLock(Transaction transaction, TransactionMetadata metadata)
    {
        _store.Write(metadata);
        transaction.Metadata = metadata;
    }

    [LoggerMessage(LogLevel.Error, "Cannot store a change of transaction {Id}: {Reason}. Free disk space; the producer is told to retry")]
    private partial void LogNotStored(string id, string reason);
}
