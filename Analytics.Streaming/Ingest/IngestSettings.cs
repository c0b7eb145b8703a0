using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;

namespace Analytics.Streaming.Ingest;

/// <summary>What ingest of one pipeline works with.</summary>
internal sealed record IngestSettings
{
    public required PipelineDefinition Pipeline { get; init; }

    public required LakeLayout Lake { get; init; }

    /// <summary>A batch ends at this many records.</summary>
    public int BatchRecords { get; init; } = 300_000;

    /// <summary>… or at this many bytes of keys and values.</summary>
    public long BatchBytes { get; init; } = 48L << 20;

    /// <summary>… or after this time, once the batch before it is written.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A partition that stood at the end of its log for this time is left out of the watermark.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tables of sessions are computed at most this often, until the input ends.</summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tables of fixed windows are computed at most this often, until the input ends: behind, each run reads the edges of its range again.</summary>
    public TimeSpan WindowInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Fixed windows of more events, about, are computed in pieces: what bounds the memory of one statement. 0: never.</summary>
    public long WindowRows { get; init; } = 300_000;

    /// <summary>How often to look whether the topic was made anew or has more partitions.</summary>
    public TimeSpan TopicCheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The id of a topic that continues the one read before, because it was restored with the same records at the same offsets; null for none.</summary>
    public string? AcceptTopicId { get; init; }

    /// <summary>Values longer than this are dead letters.</summary>
    public int MaxValueBytes { get; init; } = 16 << 20;

    /// <summary>Beyond this many bytes of known ids ingest warns and slows down; none is forgotten early.</summary>
    public long DedupBytes { get; init; } = 1L << 30;

    /// <summary>The delay of the watermark, microseconds.</summary>
    public long Delay => Pipeline.Source.Watermark.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>How far an event time may lie beyond the record's timestamp, microseconds.</summary>
    public long MaxFutureSkew => Pipeline.Source.MaxFutureSkew.Ticks / TimeSpan.TicksPerMicrosecond;
}
