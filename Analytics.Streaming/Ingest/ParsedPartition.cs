using Analytics.Streaming.Source;

namespace Analytics.Streaming.Ingest;

/// <summary>One partition's part of a batch, in chunks in the order of the log.</summary>
internal sealed class ParsedPartition(PartitionRecords records)
{
    public PartitionRecords Records { get; } = records;

    public List<ParsedChunk> Chunks { get; } = [];

    public int AcceptedCount => Chunks.Sum(chunk => chunk.AcceptedCount);

    public int RejectedCount => Chunks.Sum(chunk => chunk.Rejections.Count);
}
