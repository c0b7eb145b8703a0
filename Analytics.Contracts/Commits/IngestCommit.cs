using System.Text.Json.Serialization;

namespace Analytics.Contracts.Commits;

/// <summary>
/// What an ingest batch writes into <c>commitInfo.ingest</c> of <c>staging/events</c>: with the batch's data it is the engine's only checkpoint.
/// The commit's <c>txn</c> has appId <see cref="AppId"/> and version <see cref="Batch"/>.
/// </summary>
public sealed record IngestCommit
{
    /// <summary>The transaction application id of ingest.</summary>
    public const string AppId = "ingest";

    /// <summary>The property of <c>commitInfo</c> that holds this record.</summary>
    public const string Key = "ingest";

    /// <summary>The batch number, from 0 without gaps; equal to the txn version.</summary>
    public required long Batch { get; init; }

    /// <summary>The topic read.</summary>
    public required string Topic { get; init; }

    /// <summary>The topic's id (KIP-516), base64: another topic of the same name has another one. Null from a broker without topic ids.</summary>
    public string? TopicId { get; init; }

    /// <summary>Event-time watermark after this batch, microseconds since the epoch, UTC; null before the first event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Watermark { get; init; }

    /// <summary>True when the source was declared complete and has been read to its end: every window may close.</summary>
    public bool EndOfInput { get; init; }

    /// <summary>When the first record of the pipeline was fetched, microseconds since the epoch, UTC; null before it.</summary>
    public long? FirstFetchedAt { get; init; }

    /// <summary>One entry per partition of the topic, ordered by partition.</summary>
    public required IReadOnlyList<PartitionProgress> Partitions { get; init; }

    /// <summary>The ledger over all partitions since the pipeline began.</summary>
    public required EventCounts Totals { get; init; }

    /// <summary>Late events folded in, over all partitions, since the pipeline began.</summary>
    [JsonIgnore]
    public long FoldedIn => Partitions.Sum(partition => partition.FoldedIn);

    /// <summary>Rows staged since the pipeline began: accepted + folded in = gold + quarantined + discarded + pending.</summary>
    [JsonIgnore]
    public long Staged => Totals.Accepted + FoldedIn;

    /// <summary>Parquet files of dead letters of this batch, paths relative to the lake's folder; published to <c>ops/dead_letters</c> afterwards.</summary>
    public IReadOnlyList<string> DeadLetterFiles { get; init; } = [];

    /// <summary>Parquet files of late events of this batch, paths relative to the lake's folder; published to <c>ops/late</c> afterwards.</summary>
    public IReadOnlyList<string> LateFiles { get; init; } = [];

    /// <summary>Where the Spark query stands that made these rows; null of the embedded engine.</summary>
    public SparkPosition? Spark { get; init; }

    /// <summary>W3C traceparent of the batch's span, so that the audit's span continues the trace; null when not sampled.</summary>
    public string? TraceParent { get; init; }
}
