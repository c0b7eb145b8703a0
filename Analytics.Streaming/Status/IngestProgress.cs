using Analytics.Streaming.Ingest;
using Analytics.Streaming.Spark;

namespace Analytics.Streaming.Status;

/// <summary>Where ingest stands after its newest commit.</summary>
internal sealed record IngestProgress
{
    public IngestState State { get; init; } = new();

    /// <summary>Records between the committed position and the end of the log, by partition; null where unknown.</summary>
    public IReadOnlyList<long?> Lag { get; init; } = [];

    public int LastBatchRecords { get; init; }

    /// <summary>Where the time of the last batch went.</summary>
    public BatchTimes LastBatchTimes { get; init; }

    /// <summary>Where the time of all batches went since the process began.</summary>
    public BatchTimes Times { get; init; }

    /// <summary>Records a second, smoothed over batches.</summary>
    public double Rate { get; init; }

    public long DedupIds { get; init; }

    public long DedupBytes { get; init; }

    /// <summary>The index of known ids is larger than its bound: ingest is slowed down.</summary>
    public bool IsDedupLimited { get; init; }

    /// <summary>What the Spark query said of its newest batch; null of the embedded engine, and before the first.</summary>
    public SparkProgress? Spark { get; init; }
}
