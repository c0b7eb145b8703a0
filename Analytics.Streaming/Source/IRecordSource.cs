namespace Analytics.Streaming.Source;

/// <summary>A partitioned log read by hand-assigned position.</summary>
internal interface IRecordSource : IDisposable
{
    /// <summary>Waits until the topic is there.</summary>
    /// <returns>The number of partitions.</returns>
    /// <exception cref="SourceUnavailableException">The broker or the topic is not there (yet).</exception>
    int Connect(CancellationToken cancellationToken);

    /// <summary>First and next offset of a partition.</summary>
    /// <exception cref="SourceUnavailableException">The broker did not answer.</exception>
    OffsetRange GetOffsets(int partition);

    /// <summary>Reads from these offsets on, one per partition; what an earlier call asked for and was not fetched is void.</summary>
    /// <param name="offsets">The next offset of each partition.</param>
    /// <param name="reading">Whether a partition is read; null: all are.</param>
    void Assign(IReadOnlyList<long> offsets, IReadOnlyList<bool>? reading = null);

    /// <summary>Appends up to <paramref name="limit"/> records; waits up to <paramref name="timeout"/> for the first.</summary>
    /// <returns>The number of records appended.</returns>
    /// <exception cref="PositionLostException">A position lies outside the log.</exception>
    int Fetch(RecordBatch batch, int limit, TimeSpan timeout);

    /// <summary>True while the broker can't be reached: nothing may then be taken for idle.</summary>
    bool IsDown { get; }

    /// <summary>Records between what was fetched and the partition's end, as far as the client knows; null when it does not.</summary>
    long? EndOffset(int partition);

    /// <summary>Tells the group's coordinator where ingest stands: for lag tools only, never read back.</summary>
    void CommitOffsets(IReadOnlyList<long> offsets);
}
