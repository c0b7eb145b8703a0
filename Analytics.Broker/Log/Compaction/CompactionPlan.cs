namespace Analytics.Broker.Log.Compaction;

/// <summary>
/// What the first pass over a log finds out: the latest offset of each key, which transactional batches were aborted, and the last batch of each
/// producer, whose sequence numbers must stay.
/// </summary>
internal sealed class CompactionPlan
{
    private readonly Dictionary<long, List<(UInt128 Hash, long Offset)>> _open = [];
    private readonly Dictionary<long, List<long>> _openBatches = [];
    private readonly HashSet<long> _aborted = [];
    private readonly Dictionary<long, long> _lastBatches = [];

    public KeyMap Keys { get; } = new();

    /// <summary>Whether a transaction in the planned part ends behind it: its marker has to be looked for there.</summary>
    public bool HasOpenTransactions => _openBatches.Count > 0;

    /// <summary>A batch before the dirty part: only its producer matters.</summary>
    public void AddClean(RecordBatch batch) => Remember(batch);

    /// <exception cref="InvalidDataException">The records cannot be decompressed.</exception>
    public void AddDirty(RecordBatch batch)
    {
        Remember(batch);
        if (batch.IsControl)
        {
            End(batch);
            return;
        }

        var open = batch.IsTransactional ? OpenOf(batch) : null;
        var records = new RecordCursor(batch.OpenRecords());
        while (records.MoveNext())
        {
            if (!records.TryGetKey(out var key))
            {
                continue;
            }

            var (hash, offset) = (Keys.Hash(key), batch.BaseOffset + records.OffsetDelta);
            if (open is null)
            {
                Keys.Put(hash, offset);
            }
            else
            {
                open.Add((hash, offset));
            }
        }
    }

    /// <summary>A batch behind the planned part: it may end a transaction that began in it.</summary>
    public void AddBehind(RecordBatch batch)
    {
        if (batch.IsControl)
        {
            End(batch);
        }
    }

    public bool IsAborted(RecordBatch batch) => _aborted.Contains(batch.BaseOffset);

    public bool IsLastOfProducer(RecordBatch batch) => _lastBatches.TryGetValue(batch.ProducerId, out var last) && last == batch.BaseOffset;

    private void Remember(RecordBatch batch)
    {
        if (batch.ProducerId >= 0 && !batch.IsControl)
        {
            _lastBatches[batch.ProducerId] = batch.BaseOffset;
        }
    }

    private List<(UInt128 Hash, long Offset)> OpenOf(RecordBatch batch)
    {
        if (!_open.TryGetValue(batch.ProducerId, out var open))
        {
            _open[batch.ProducerId] = open = [];
            _openBatches[batch.ProducerId] = [];
        }

        _openBatches[batch.ProducerId].Add(batch.BaseOffset);
        return open;
    }

    private void End(RecordBatch marker)
    {
        if (!_open.Remove(marker.ProducerId, out var records) | !_openBatches.Remove(marker.ProducerId, out var batches))
        {
            return;
        }

        if (ControlBatch.IsAbort(marker))
        {
            _aborted.UnionWith(batches!);
            return;
        }

        records!.ForEach(record => Keys.Put(record.Hash, record.Offset));
    }
}
