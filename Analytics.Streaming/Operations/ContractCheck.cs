using System.Runtime.InteropServices;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Operations;

/// <summary>Holds dead letters against the contract as it is now, by the code that ingest uses.</summary>
internal sealed class ContractCheck : IRecordSource
{
    private readonly List<GCHandle> _pins = [];
    private readonly ParsedBatch _batch;
    private readonly IEventContracts _contracts;
    private readonly TimeProvider _time;

    /// <param name="contracts">Makes the contract for one partition.</param>
    /// <param name="time">The clock: what is replayed gets a timestamp of its own.</param>
    public ContractCheck(Func<int, IEventContracts> contracts, TimeProvider time)
    {
        _batch = new ParsedBatch(this, partitionCount: 1);
        _contracts = contracts(1);
        _time = time;
    }

    public bool IsDown => false;

    /// <summary>What would become of each letter.</summary>
    /// <returns>For each the reason for which it would be refused again; null where it would be accepted.</returns>
    public async Task<string?[]> CheckAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        for (var i = 0; i < letters.Count; i++)
        {
            Add(letters[i].Value, i, now);
        }

        await _contracts.PrepareAsync(_batch.Records, cancellationToken);
        _batch.StartParsing(_contracts.Columns);
        _contracts.Parse(_batch.Partitions[0]);
        var refused = new string?[letters.Count];
        foreach (var rejection in _batch.Partitions[0].Rejections)
        {
            refused[rejection.Record] = rejection.Reason;
        }

        _batch.Reset();
        return refused;
    }

    public void Release(RecordBatch batch)
    {
        _pins.ForEach(pin => pin.Free());
        _pins.Clear();
    }

    public void Dispose() => _batch.Dispose();

    int IRecordSource.Connect(CancellationToken cancellationToken) => throw new NotSupportedException();

    OffsetRange IRecordSource.GetOffsets(int partition) => throw new NotSupportedException();

    void IRecordSource.Assign(IReadOnlyList<long> offsets) => throw new NotSupportedException();

    int IRecordSource.Fetch(RecordBatch batch, int limit, TimeSpan timeout) => throw new NotSupportedException();

    void IRecordSource.ReadHeaders(in RawRecord record, List<RecordHeader> headers) => throw new NotSupportedException();

    long? IRecordSource.EndOffset(int partition) => null;

    void IRecordSource.CommitOffsets(IReadOnlyList<long> offsets) => throw new NotSupportedException();

    private unsafe void Add(byte[]? value, int index, long timestamp)
    {
        var record = new RawRecord { Offset = index, Timestamp = timestamp, ValueLength = value?.Length ?? -1, KeyLength = -1 };
        if (value is { Length: > 0 })
        {
            var pin = GCHandle.Alloc(value, GCHandleType.Pinned);
            _pins.Add(pin);
            record.ValuePointer = (byte*)pin.AddrOfPinnedObject();
        }

        _batch.Records.Partitions[0].Add(record);
        _batch.Records.Count++;
        _batch.Records.Bytes += value?.Length ?? 0;
    }
}
