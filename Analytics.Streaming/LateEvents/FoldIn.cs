using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using DuckDB.NET.Data;

namespace Analytics.Streaming.LateEvents;

/// <summary>
/// Brings late events into <c>staging/events</c>: a batch that reads nothing. Its commit also says which late events it decided about, so a repeat
/// takes none of them again. Whoever may write that table may use it: ingest between two batches, or a command under the lock.
/// </summary>
/// <param name="settings">The pipeline.</param>
/// <param name="contracts">Makes the contract.</param>
/// <param name="committer">Writes the batch.</param>
internal sealed class FoldIn(IngestSettings settings, Func<IEventContracts> contracts, BatchCommitter committer)
{
    private readonly LateEventReader _reader = new(settings.Lake);
    private readonly DeltaTable _events = new(settings.Lake.Staging(LakeLayout.Events));

    /// <summary>Late events of one commit: what memory holds.</summary>
    public const int MostOfCommit = 100_000;

    /// <summary>The same, for this one.</summary>
    public int Most { get; init; } = MostOfCommit;

    /// <summary>Finds out what is to be folded in; commits nothing.</summary>
    /// <exception cref="InvalidOperationException">The contract no longer accepts one of them; the message says which.</exception>
    public async Task<PreparedFoldIn> PrepareAsync(IngestState state, DeltaSnapshot snapshot, long from, long to, CancellationToken cancellationToken)
    {
        await using var database = LakeDatabase.Open();
        var decided = Decided(snapshot);
        var late = _reader.Read(database, snapshot.Version, from, ref to, decided, Most);
        var chunks = new ChunkPool();
        var batch = new ParsedBatch(chunks, state.Partitions.Count);
        try
        {
            late.ForEach(record => Add(batch, record));
            if (late.Count > 0)
            {
                await ParseAsync(batch, cancellationToken);
                Decide(database, snapshot, batch);
            }

            var range = new FoldedRange(from, to, [.. state.Partitions.Select(partition => partition.NextOffset)]);
            var rows = batch.Partitions.Sum(partition => (long)partition.AcceptedCount);
            var record = new FoldInCommit { Rows = rows, Duplicates = late.Count - rows, Decided = [.. decided.Where(before => !range.Covers(before)), range] };
            return new PreparedFoldIn(chunks, batch, record, new FoldInAnswer(to, late.Count, rows, StagingVersion: null));
        }
        catch
        {
            batch.Dispose();
            chunks.Dispose();
            throw;
        }
    }

    /// <summary>Commits it, on the state and snapshot that it was prepared from.</summary>
    /// <returns>State and snapshot after it.</returns>
    public (IngestState State, DeltaSnapshot Snapshot) Commit(PreparedFoldIn prepared, IngestState state, DeltaSnapshot snapshot)
    {
        var after = state with
        {
            NextBatch = state.NextBatch + 1,
            Partitions = [.. state.Partitions.Select(partition => partition with { FoldedIn = partition.FoldedIn + prepared.Batch.Partitions[partition.Partition].AcceptedCount })],
        };
        return (after, committer.Commit(snapshot, state, after, prepared.Batch, prepared.Record));
    }

    private IReadOnlyList<FoldedRange> Decided(DeltaSnapshot snapshot) =>
        _events.FindLatestCommit(snapshot.Version, FoldInCommit.Key)?.CommitInfo.GetProperty(FoldInCommit.Key).Deserialize(CommitJson.Default.FoldInCommit)!.Decided ?? [];

    private async Task ParseAsync(ParsedBatch batch, CancellationToken cancellationToken)
    {
        var contract = contracts();
        await contract.PrepareAsync(batch.Records, cancellationToken);
        batch.StartParsing(contract.Columns);
        foreach (var chunk in batch.Partitions.SelectMany(partition => partition.Chunks))
        {
            contract.Parse(chunk);
            if (chunk.Rejections is [var rejection, ..])
            {
                throw new InvalidOperationException(
                    $"Late event {chunk.Records.Partition}/{chunk.Records[rejection.Record].Offset} is no longer accepted by the contract: {rejection.Reason}, {rejection.Detail}. "
                    + "Nothing was folded in; bring its schema back, or choose a range without it.");
            }
        }
    }

    private void Decide(DuckDBConnection database, DeltaSnapshot snapshot, ParsedBatch batch)
    {
        Accept(batch, []);
        if (settings.Pipeline.Source.Id is not { } id)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(settings.Lake.Root, ".tmp", "fold-in")).FullName;
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.parquet");
        try
        {
            committer.WriteTemporary(snapshot, batch, file);
            var known = KnownIds.Find(database, settings.Lake, file, id);
            Accept(batch, known);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static unsafe void Add(ParsedBatch batch, LateRecord record)
    {
        fixed (byte* bytes = record.Value)
        {
            batch.Records.Add(record.Partition, new RawRecord
            {
                Offset = record.Offset,
                Timestamp = record.Timestamp,
                ValuePointer = bytes,
                ValueLength = record.Value?.Length ?? -1,
                KeyLength = -1,
            });
        }
    }

    private static void Accept(ParsedBatch batch, HashSet<(int Partition, long Offset)> known)
    {
        foreach (var chunk in batch.Partitions.SelectMany(partition => partition.Chunks))
        {
            chunk.AcceptNone();
            for (var row = 0; row < chunk.RowCount; row++)
            {
                if (!known.Contains((chunk.Records.Partition, chunk.Records[chunk.RecordOfRow(row)].Offset)))
                {
                    chunk.Accept(row);
                }
            }
        }
    }
}
