using System.Runtime.InteropServices;
using Analytics.Broker.Log;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Producers;

/// <summary>The idempotent producers of one partition. Used under the log's lock; rebuilt from the log at start.</summary>
internal sealed class ProducerStates
{
    private readonly Dictionary<long, ProducerState> _states = [];

    /// <summary>The first offsets of the open transactions: the lowest bounds what is stable.</summary>
    private readonly SortedSet<long> _open = [];

    public int Count => _states.Count;

    /// <summary>Where the oldest open transaction begins; null when none is open.</summary>
    public long? FirstOpenOffset => _open.Count == 0 ? null : _open.Min;

    /// <summary>-1 for a producer that is not known.</summary>
    public short EpochOf(long producerId) => _states.TryGetValue(producerId, out var state) ? state.Epoch : (short)-1;

    /// <summary>
    /// Whether the batch comes next. A batch that is in the log already is <see cref="ErrorCode.DuplicateSequenceNumber"/> with the offset it has
    /// (-1 when that is forgotten); a gap is <see cref="ErrorCode.OutOfOrderSequenceNumber"/>. A producer never seen may begin anywhere: its earlier
    /// batches may have been deleted.
    /// </summary>
    public ErrorCode Check(RecordBatch batch, out long duplicateOffset)
    {
        duplicateOffset = -1;
        if (batch.ProducerId < 0 || !_states.TryGetValue(batch.ProducerId, out var state))
        {
            return ErrorCode.None;
        }

        if (batch.ProducerEpoch < state.Epoch)
        {
            return ErrorCode.InvalidProducerEpoch;
        }

        if (state.TransactionFirstOffset != ProducerState.NoTransaction && !batch.IsTransactional)
        {
            return ErrorCode.InvalidTxnState;
        }

        if (batch.ProducerEpoch != state.Epoch)
        {
            return batch.BaseSequence == 0 ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;
        }

        if (batch.BaseSequence == state.NextSequence)
        {
            return ErrorCode.None;
        }

        var last = ProducerState.Add(batch.BaseSequence, batch.LastOffsetDelta);
        if (state.TryFindDuplicate(batch.BaseSequence, last, out duplicateOffset))
        {
            return ErrorCode.DuplicateSequenceNumber;
        }

        return last <= state.LastSequence && batch.BaseSequence <= last ? ErrorCode.DuplicateSequenceNumber : ErrorCode.OutOfOrderSequenceNumber;
    }

    /// <summary>Remembers a batch that was appended.</summary>
    /// <param name="batch">The batch with its offsets.</param>
    /// <param name="now">Milliseconds by the broker's clock: the batch's own timestamps may be those of old data.</param>
    /// <returns>The transaction that it aborts, if it is such a marker.</returns>
    public AbortedTransaction? Record(RecordBatch batch, long now)
    {
        if (batch.ProducerId < 0)
        {
            return null;
        }

        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_states, batch.ProducerId, out _);
        state ??= new ProducerState(batch.ProducerEpoch);
        if (batch.IsControl)
        {
            state.RecordEpoch(batch.ProducerEpoch, now);
            return End(batch, state);
        }

        if (batch.IsTransactional && state.TransactionFirstOffset == ProducerState.NoTransaction)
        {
            state.TransactionFirstOffset = batch.BaseOffset;
            _open.Add(batch.BaseOffset);
        }

        var last = ProducerState.Add(batch.BaseSequence, batch.LastOffsetDelta);
        state.Record(batch.ProducerEpoch, new SequencedBatch(batch.BaseSequence, last, batch.BaseOffset), now);
        return null;
    }

    private AbortedTransaction? End(RecordBatch marker, ProducerState state)
    {
        var first = state.TransactionFirstOffset;
        if (first == ProducerState.NoTransaction)
        {
            return null;
        }

        state.TransactionFirstOffset = ProducerState.NoTransaction;
        _open.Remove(first);
        return ControlBatch.IsAbort(marker)
            ? new AbortedTransaction(marker.ProducerId, first, marker.LastOffset, FirstOpenOffset ?? marker.LastOffset + 1)
            : null;
    }

    /// <summary>Forgets producers that have been silent: each Kafka client takes a new id, so the map would only ever grow.</summary>
    public void Expire(long olderThan)
    {
        foreach (var (id, state) in _states)
        {
            if (state.LastTimestamp < olderThan && state.TransactionFirstOffset == ProducerState.NoTransaction)
            {
                _states.Remove(id);
            }
        }
    }

    public ProducerSnapshot[] ToSnapshot()
    {
        var snapshot = new ProducerSnapshot[_states.Count];
        var i = 0;
        foreach (var (id, state) in _states)
        {
            snapshot[i++] = state.ToSnapshot(id);
        }

        return snapshot;
    }

    public void Load(ReadOnlySpan<ProducerSnapshot> snapshots)
    {
        _states.Clear();
        _open.Clear();
        foreach (ref readonly var snapshot in snapshots)
        {
            _states[snapshot.ProducerId] = new ProducerState(in snapshot);
            if (snapshot.TransactionFirstOffset != ProducerState.NoTransaction)
            {
                _open.Add(snapshot.TransactionFirstOffset);
            }
        }
    }
}
