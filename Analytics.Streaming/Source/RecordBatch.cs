namespace Analytics.Streaming.Source;

/// <summary>Records fetched for one ingest batch, by partition. Reused; the records belong to the source until <see cref="Release"/>.</summary>
internal sealed class RecordBatch
{
    private readonly IRecordSource _source;

    public RecordBatch(IRecordSource source, int partitionCount)
    {
        _source = source;
        Partitions = [.. Enumerable.Range(0, partitionCount).Select(partition => new PartitionRecords(partition))];
    }

    public PartitionRecords[] Partitions { get; }

    /// <summary>Records over all partitions.</summary>
    public int Count { get; set; }

    /// <summary>Bytes of keys and values.</summary>
    public long Bytes { get; set; }

    public void Release()
    {
        if (Count > 0)
        {
            _source.Release(this);
        }

        foreach (var partition in Partitions)
        {
            partition.Clear();
        }

        Count = 0;
        Bytes = 0;
    }
}
