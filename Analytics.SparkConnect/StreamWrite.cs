namespace Analytics.SparkConnect;

/// <summary>Where a streaming query writes, and how.</summary>
public sealed record StreamWrite
{
    /// <summary>The sink, such as <c>parquet</c>, <c>kafka</c>, <c>memory</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The query's name, unique among those that run in the session.</summary>
    public required string QueryName { get; init; }

    /// <summary>The query's folder for offsets and state, as the server sees it: the same query goes on where its folder says.</summary>
    public required string CheckpointLocation { get; init; }

    /// <summary>The folder of a file sink, as the server sees it; null for others.</summary>
    public string? Path { get; init; }

    /// <summary><c>append</c>, <c>update</c> or <c>complete</c>.</summary>
    public string OutputMode { get; init; } = "append";

    /// <summary>The columns whose values become folders of a file sink.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>The sink's options.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>A batch begins at most this often; null: the query takes what there is now and ends.</summary>
    public TimeSpan? Trigger { get; init; }
}
