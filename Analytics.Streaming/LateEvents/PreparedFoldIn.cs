using Analytics.Contracts.Commits;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.LateEvents;

/// <summary>A fold-in that can be committed or dropped.</summary>
/// <param name="Source">Holds the records.</param>
/// <param name="Batch">The late events; those to be folded in are accepted.</param>
/// <param name="Record">What the commit says of it.</param>
/// <param name="Answer">What to tell.</param>
internal sealed record PreparedFoldIn(PinnedRecords Source, ParsedBatch Batch, FoldInCommit Record, FoldInAnswer Answer) : IDisposable
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

        foreach (var partition in Batch.Partitions)
        {
            foreach (var row in partition.Accepted().Rows.AsSpan(0, partition.AcceptedCount))
            {
                if (dedup.Remembers(partition.EventTimes[row]))
                {
                    dedup.TryAdd(partition.Keys[row], partition.EventTimes[row]);
                }
            }
        }
    }

    public void Dispose()
    {
        Batch.Dispose();
        Source.Dispose();
    }
}
