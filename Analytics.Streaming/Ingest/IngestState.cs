using Analytics.Contracts.Commits;

namespace Analytics.Streaming.Ingest;

/// <summary>What ingest knows, all of it from the newest commit: the log is the checkpoint.</summary>
internal sealed record IngestState
{
    /// <summary>The number of the next batch.</summary>
    public long NextBatch { get; init; }

    /// <summary>The id of the topic read; null while unknown.</summary>
    public string? TopicId { get; init; }

    public long? Watermark { get; init; }

    public bool EndOfInput { get; init; }

    public long? FirstFetchedAt { get; init; }

    public IReadOnlyList<PartitionState> Partitions { get; init; } = [];

    /// <summary>The counts over all partitions.</summary>
    public EventCounts Totals => Partitions.Aggregate(EventCounts.None, (sum, partition) => sum + partition.Totals);

    /// <summary>Where the Spark query stands; null of the embedded engine, and before the first batch.</summary>
    public SparkPosition? Spark { get; init; }

    public static IngestState From(IngestCommit commit) => new()
    {
        NextBatch = commit.Batch + 1,
        TopicId = commit.TopicId,
        Watermark = commit.Watermark,
        EndOfInput = commit.EndOfInput,
        FirstFetchedAt = commit.FirstFetchedAt,
        Partitions = [.. commit.Partitions.Select(PartitionState.From)],
        Spark = commit.Spark,
    };

    /// <summary>
    /// This state with the partitions that the topic has gained. At first each is read from where its log begins; one that comes later, from 0: what
    /// retention took from it before it was read is missing.
    /// </summary>
    public IngestState WithPartitions(int count, Func<int, long> firstOffset) => this with
    {
        Partitions =
        [
            .. Partitions,
            .. Enumerable.Range(Partitions.Count, Math.Max(0, count - Partitions.Count))
                .Select(partition => new PartitionState { Partition = partition, NextOffset = Partitions.Count == 0 ? firstOffset(partition) : 0 }),
        ],
    };
}
