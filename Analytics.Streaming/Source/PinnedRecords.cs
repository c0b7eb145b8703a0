using System.Runtime.InteropServices;

namespace Analytics.Streaming.Source;

/// <summary>Records that do not come from a log but from the lake: arrays, pinned while a batch has them. Not thread-safe.</summary>
internal sealed class PinnedRecords : IRecordSource
{
    private readonly List<GCHandle> _pins = [];

    public bool IsDown => false;

    /// <summary>Appends a record to a batch of this source.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="offset">The record's offset.</param>
    /// <param name="timestamp">Its timestamp, microseconds since the epoch, UTC.</param>
    /// <param name="value">Its value.</param>
    public unsafe void Append(RecordBatch batch, int partition, long offset, long timestamp, byte[]? value)
    {
        var record = new RawRecord { Offset = offset, Timestamp = timestamp, ValueLength = value?.Length ?? -1, KeyLength = -1 };
        if (value is { Length: > 0 })
        {
            var pin = GCHandle.Alloc(value, GCHandleType.Pinned);
            _pins.Add(pin);
            record.ValuePointer = (byte*)pin.AddrOfPinnedObject();
        }

        batch.Partitions[partition].Add(record);
        batch.Count++;
        batch.Bytes += value?.Length ?? 0;
    }

    public void Release(RecordBatch batch)
    {
        _pins.ForEach(pin => pin.Free());
        _pins.Clear();
    }

    public void Dispose() => _pins.ForEach(pin => pin.Free());

    int IRecordSource.Connect(CancellationToken cancellationToken) => throw new NotSupportedException();

    OffsetRange IRecordSource.GetOffsets(int partition) => throw new NotSupportedException();

    void IRecordSource.Assign(IReadOnlyList<long> offsets) => throw new NotSupportedException();

    int IRecordSource.Fetch(RecordBatch batch, int limit, TimeSpan timeout) => throw new NotSupportedException();

    void IRecordSource.ReadHeaders(in RawRecord record, List<RecordHeader> headers) => throw new NotSupportedException();

    long? IRecordSource.EndOffset(int partition) => null;

    void IRecordSource.CommitOffsets(IReadOnlyList<long> offsets) => throw new NotSupportedException();
}
