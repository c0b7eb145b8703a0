using Analytics.Broker.Protocol;
using Analytics.Broker.Producers;

namespace Analytics.Broker.Transactions;

/// <summary>What happens to transactions without their producers: decided ones are carried out, forgotten ones aborted.</summary>
internal sealed partial class TransactionCoordinator
{
    /// <summary>After a failed write, disk full for one, the markers are tried again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _timerLock = new();
    private long _timerDueMs = long.MaxValue;

    /// <summary>After a start: carries out what was decided, waits on for what was not, and ends transactions of the log that nobody knows any more.</summary>
    private void Recover()
    {
        var open = new HashSet<(long ProducerId, TopicPartition Partition)>();
        foreach (var metadata in _store.All())
        {
            var transaction = _transactions[metadata.Id] = new Transaction(metadata);
            if (metadata.IsPrepared)
            {
                LogCarriedOut(metadata.Id, metadata.State);
                Finish(transaction);
            }

            open.UnionWith(transaction.Metadata.Partitions.Select(partition => (metadata.ProducerId, partition)));
            if (metadata.IsOngoing)
            {
                Schedule(metadata.DeadlineMs);
            }
        }

        foreach (var topic in _topics.All)
        {
            for (var i = 0; i < topic.Partitions.Length; i++)
            {
                AbortUnknown(new TopicPartition(topic.Name, i), open);
            }
        }
    }

    /// <summary>Only a power loss that took the end of the store leaves such a transaction: it would hold up read_committed consumers for ever.</summary>
    private void AbortUnknown(TopicPartition partition, HashSet<(long ProducerId, TopicPartition Partition)> known)
    {
        var log = _topics.Partition(partition.Topic, partition.Partition)!;
        if (log.LastStableOffset == log.EndOffset)
        {
            return;
        }

        foreach (var (id, producer) in log.Producers())
        {
            if (producer.TransactionFirstOffset != ProducerState.NoTransaction && !known.Contains((id, partition)))
            {
                LogAbortedUnknown(id, partition.Topic, partition.Partition);
                log.AppendMarker(id, (short)producer.Epoch, commit: false);
            }
        }
    }

    /// <summary>
    /// Writes the markers of a decided transaction, gives the groups their offsets, and notes that all is done. Each of these may be done twice: a
    /// second marker ends nothing, and nobody else commits for the group before clients are let in. True when nothing is left to do.
    /// </summary>
    private bool Complete_NeedsLock(Transaction transaction)
    {
        var current = transaction.Metadata;
        if (!current.IsPrepared)
        {
            return true;
        }

        var commit = current.State is TransactionState.PrepareCommit;
        foreach (var (topic, partition) in current.Partitions)
        {
            // A deleted topic needs no marker, and a higher epoch in the log has ended this transaction already.
            if (_topics.Partition(topic, partition)?.AppendMarker(current.ProducerId, current.Epoch, commit) is ErrorCode.KafkaStorageError)
            {
                Schedule(Now + (long)RetryAfter.TotalMilliseconds);
                return false;
            }
        }

        foreach (var (group, offsets) in current.Groups)
        {
            if (commit && offsets.Count > 0)
            {
                _offsets.Commit(group, [.. offsets.Values]);
            }
        }

        Set_NeedsLock(transaction, current.Complete(Now));
        return true;
    }

    /// <summary>Aborts what has been open for too long; its producer is fenced by a higher epoch.</summary>
    private void OnTimer()
    {
        lock (_timerLock)
        {
            _timerDueMs = long.MaxValue;
        }

        foreach (var transaction in _transactions.Values)
        {
            if (transaction.Metadata is { IsOngoing: false, IsPrepared: false })
            {
                continue;
            }

            Finish(transaction);
        }
    }

    private void Finish(Transaction transaction) => Change(transaction, () => EndOverdue_NeedsLock(transaction), _ => false);

    private bool EndOverdue_NeedsLock(Transaction transaction)
    {
        var current = transaction.Metadata;
        if (current.IsOngoing)
        {
            if (current.DeadlineMs > Now)
            {
                Schedule(current.DeadlineMs);
                return true;
            }

            LogTimedOut(current.Id, current.TimeoutMs);
            Set_NeedsLock(transaction, (current with { Epoch = (short)(current.Epoch + 1), FormerEpoch = TransactionMetadata.NoEpoch }).Prepare(commit: false, Now));
        }

        return Complete_NeedsLock(transaction);
    }

    /// <summary>One timer runs to the earliest deadline.</summary>
    private void Schedule(long dueMs)
    {
        lock (_timerLock)
        {
            if (dueMs >= _timerDueMs)
            {
                return;
            }

            _timerDueMs = dueMs;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, dueMs - Now)), Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(LogLevel.Information, "Transaction {Id} was decided before the stop and is carried out now: {State}")]
    private partial void LogCarriedOut(string id, TransactionState state);

    [LoggerMessage(LogLevel.Information, "Transaction {Id} was open for more than {TimeoutMs} ms: aborted, its producer is fenced")]
    private partial void LogTimedOut(string id, int timeoutMs);

    [LoggerMessage(LogLevel.Warning, "Producer {ProducerId} has an open transaction in {Topic}-{Partition} that is not in transactions.log: aborted")]
    private partial void LogAbortedUnknown(long producerId, string topic, int partition);
}
