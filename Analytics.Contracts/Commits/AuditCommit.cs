namespace Analytics.Contracts.Commits;

/// <summary>
/// What a settlement writes into <c>commitInfo.audit</c> of <c>gold/&lt;table&gt;</c>. One gold commit settles a contiguous run of staged batches.
/// The commit's <c>txn</c> has appId <see cref="AppId"/> and version <see cref="LastBatch"/>.
/// A release or discard of quarantined rows writes it too, with <see cref="Decision"/>: so every commit that moves rows has the totals after it.
/// </summary>
public sealed record AuditCommit
{
    /// <summary>The transaction application id of settlements.</summary>
    public const string AppId = "audit";

    /// <summary>The property of <c>commitInfo</c> that holds this record.</summary>
    public const string Key = "audit";

    /// <summary>The table, such as <c>events</c>.</summary>
    public required string Table { get; init; }

    /// <summary>First staged batch settled by this commit (the staged commit's txn version).</summary>
    public required long FirstBatch { get; init; }

    /// <summary>Last staged batch settled by this commit.</summary>
    public required long LastBatch { get; init; }

    /// <summary>Delta version of <c>staging/&lt;table&gt;</c> up to which batches are settled, inclusive.</summary>
    public required long StagingVersion { get; init; }

    /// <summary>For events: the watermark up to which gold is settled, microseconds since the epoch, UTC.</summary>
    public long? Watermark { get; init; }

    /// <summary>Copied from the last staged batch: the source is complete.</summary>
    public bool EndOfInput { get; init; }

    /// <summary>For window tables: the staged commit this settles; null for events.</summary>
    public WindowCommit? Windows { get; init; }

    /// <summary>Rows of this settlement by outcome.</summary>
    public required SettlementCounts Rows { get; init; }

    /// <summary>Rows by outcome since the pipeline began.</summary>
    public required SettlementCounts Totals { get; init; }

    /// <summary>For events: <see cref="Totals"/> by partition of the topic, in order; empty for window tables.</summary>
    public IReadOnlyList<PartitionSettlement> Partitions { get; init; } = [];

    /// <summary>
    /// For a release or discard: what was decided; null for a settlement. Such a commit settles no staged batch: it repeats how far the settlement before
    /// it went (<see cref="FirstBatch"/> is <see cref="LastBatch"/> + 1), and <see cref="Rows"/> says what it moved: quarantined is negative.
    /// </summary>
    public QuarantineDecision? Decision { get; init; }

    /// <summary>One verdict per expectation of the suite.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>Parquet files of quarantined rows, paths relative to the lake's folder; published to <c>quarantine/&lt;table&gt;</c> afterwards.</summary>
    public IReadOnlyList<string> QuarantineFiles { get; init; } = [];

    /// <summary>W3C traceparent of the settlement's span; null when not sampled.</summary>
    public string? TraceParent { get; init; }
}
