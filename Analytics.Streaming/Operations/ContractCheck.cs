using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Operations;

/// <summary>Holds dead letters against the contract as it is now, by the code that ingest uses.</summary>
internal sealed class ContractCheck : IDisposable
{
    private readonly PinnedRecords _source = new();
    private readonly ParsedBatch _batch;
    private readonly IEventContracts _contracts;
    private readonly TimeProvider _time;

    /// <param name="contracts">Makes the contract for one partition.</param>
    /// <param name="time">The clock: what is replayed gets a timestamp of its own.</param>
    public ContractCheck(Func<int, IEventContracts> contracts, TimeProvider time)
    {
        _batch = new ParsedBatch(_source, partitionCount: 1);
        _contracts = contracts(1);
        _time = time;
    }

    /// <summary>What would become of each letter.</summary>
    /// <returns>For each the reason for which it would be refused again; null where it would be accepted.</returns>
    public async Task<string?[]> CheckAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        for (var i = 0; i < letters.Count; i++)
        {
            _source.Append(_batch.Records, partition: 0, offset: i, now, letters[i].Value);
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

    public void Dispose()
    {
        _batch.Dispose();
        _source.Dispose();
    }
}
