using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Operations;

/// <summary>Holds dead letters against the contract as it is now, by the code that ingest uses.</summary>
internal sealed class ContractCheck : IDisposable
{
    private readonly ChunkPool _chunks = new();
    private readonly ParsedBatch _batch;
    private readonly IEventContracts _contracts;
    private readonly TimeProvider _time;

    /// <param name="contracts">The contract.</param>
    /// <param name="time">The clock: what is replayed gets a timestamp of its own.</param>
    public ContractCheck(IEventContracts contracts, TimeProvider time)
    {
        _batch = new ParsedBatch(_chunks, partitionCount: 1);
        _contracts = contracts;
        _time = time;
    }

    /// <summary>What would become of each letter.</summary>
    /// <returns>For each the reason for which it would be refused again; null where it would be accepted.</returns>
    public async Task<string?[]> CheckAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        for (var i = 0; i < letters.Count; i++)
        {
            Add(letters[i].Value, letters[i].Value is null, i, now);
        }

        await _contracts.PrepareAsync(_batch.Records, cancellationToken);
        _batch.StartParsing(_contracts.Columns);
        var refused = new string?[letters.Count];
        foreach (var chunk in _batch.Partitions[0].Chunks)
        {
            _contracts.Parse(chunk);
            foreach (var rejection in chunk.Rejections)
            {
                refused[rejection.Record] = rejection.Reason;
            }
        }

        _batch.Reset();
        return refused;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _chunks.Dispose();
    }

    private unsafe void Add(ReadOnlySpan<byte> value, bool isNull, int index, long timestamp)
    {
        fixed (byte* bytes = value)
        {
            _batch.Records.Add(0, new RawRecord { Offset = index, Timestamp = timestamp, ValuePointer = bytes, ValueLength = isNull ? -1 : value.Length, KeyLength = -1 });
        }
    }
}
