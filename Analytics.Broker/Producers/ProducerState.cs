namespace Analytics.Broker.Producers;

/// <summary>
/// What a partition remembers of one idempotent producer: its epoch and its last five batches, since a producer has at most five requests in flight
/// and may send any of them again (KIP-98, KAFKA-5494).
/// </summary>
internal sealed class ProducerState
{
    public const int RememberedBatches = 5;

    /// <summary>What <see cref="TransactionFirstOffset"/> is when no transaction is open.</summary>
    public const long NoTransaction = -1;

    private readonly SequencedBatch[] _recent = new SequencedBatch[RememberedBatches];
    private int _count;

    public ProducerState(short epoch) => Epoch = epoch;

    public ProducerState(in ProducerSnapshot snapshot)
    {
        Epoch = (short)snapshot.Epoch;
        LastTimestamp = snapshot.LastTimestamp;
        TransactionFirstOffset = snapshot.TransactionFirstOffset;
        _count = Math.Clamp(snapshot.BatchCount, 0, RememberedBatches);
        for (var i = 0; i < _count; i++)
        {
            _recent[i] = snapshot.Recent[i];
        }
    }

    public short Epoch { get; private set; }

    public long LastTimestamp { get; private set; }

    /// <summary>The first offset of its open transaction in this partition.</summary>
    public long TransactionFirstOffset { get; set; } = NoTransaction;

    /// <summary>-1 before the first batch of the epoch.</summary>
    public int LastSequence => _count == 0 ? -1 : _recent[_count - 1].LastSequence;

    /// <summary>The next sequence number; after the highest int32 comes 0.</summary>
    public int NextSequence => LastSequence == int.MaxValue ? 0 : LastSequence + 1;

    public static int Add(int sequence, int delta) => (int)(((long)sequence + delta) & int.MaxValue);

    public bool TryFindDuplicate(int first, int last, out long baseOffset)
    {
        foreach (var batch in _recent.AsSpan(0, _count))
        {
            if (batch.FirstSequence == first && batch.LastSequence == last)
            {
                baseOffset = batch.BaseOffset;
                return true;
            }
        }

        baseOffset = -1;
        return false;
    }

    public void Record(short epoch, SequencedBatch batch, long timestamp)
    {
        RecordEpoch(epoch, timestamp);
        if (_count == RememberedBatches)
        {
            _recent.AsSpan(1).CopyTo(_recent);
            _count--;
        }

        _recent[_count++] = batch;
    }

    /// <summary>With another epoch the sequences begin anew.</summary>
    public void RecordEpoch(short epoch, long timestamp)
    {
        LastTimestamp = timestamp;
        if (epoch != Epoch)
        {
            Epoch = epoch;
            _count = 0;
        }
    }

    public ProducerSnapshot ToSnapshot(long producerId)
    {
        var snapshot = new ProducerSnapshot
        {
            ProducerId = producerId,
            LastTimestamp = LastTimestamp,
            TransactionFirstOffset = TransactionFirstOffset,
            Epoch = Epoch,
            BatchCount = _count,
        };
        for (var i = 0; i < _count; i++)
        {
            snapshot.Recent[i] = _recent[i];
        }

        return snapshot;
    }
}
