using Analytics.Contracts.Commits;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.LateEvents;

/// <summary>A fold-in that can be committed or dropped.</summary>
/// <param name="Chunks">Holds the parsed rows.</param>
/// <param name="Batch">The late events; those to be folded in are accepted.</param>
/// <param name="Record">What the commit says of it.</param>
/// <param name="Answer">What to tell.</param>
internal sealed record PreparedFoldIn(ChunkPool Chunks, ParsedBatch Batch, FoldInCommit Record, FoldInAnswer Answer) : IDisposable
{
    /// <summary>Whether there is anything to commit.</summary>
    public bool HasRows => Record.Rows > 0;

    /// <summary>Lets the index of known ids know the rows, as far as it remembers such times.</summary>
    public void Remember(DedupIndex? dedup)
    {
        if (dedup is null)
        {
            return;
        }

        foreach (var chunk in Batch.Partitions.SelectMany(partition => partition.Chunks))
        {
            foreach (var row in chunk.Accepted().Rows.AsSpan(0, chunk.AcceptedCount))
            {
                if (dedup.Remembers(chunk.EventTimes[row]))
                {
                    dedup.TryAdd(chunk.Keys[row], chunk.EventTimes[row]);
                }
            }
        }
    }

    public void Dispose()
    {
        Batch.Dispose();
        Chunks.Dispose();
    }
}
