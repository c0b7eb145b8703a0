using System.Diagnostics;
using Analytics.Contracts.Columns;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Ingest;

/// <summary>A batch between reading and writing. Two of them take turns: one is read and parsed while the other is written.</summary>
internal sealed class ParsedBatch : IDisposable
{
    private readonly ChunkPool _chunks;

    public ParsedBatch(ChunkPool chunks, int partitionCount)
    {
        _chunks = chunks;
        Records = new RecordBatch(partitionCount);
        Partitions = [.. Records.Partitions.Select(partition => new ParsedPartition(partition))];
        Idle = new bool[partitionCount];
    }

    public RecordBatch Records { get; }

    public ParsedPartition[] Partitions { get; }

    /// <summary>By partition: it has stood at the end of its log for the idle timeout.</summary>
    public bool[] Idle { get; }

    /// <summary>The source was declared complete and this batch reaches its end.</summary>
    public bool EndOfInput { get; set; }

    /// <summary>Completes once it is known that the topic is still the one that is read; to be awaited before the commit.</summary>
    public Task SameTopic { get; set; } = Task.CompletedTask;

    /// <summary>When the first record was fetched, microseconds since the epoch, UTC.</summary>
    public long FetchedAt { get; set; }

    /// <summary>The columns of the events in this batch.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; private set; } = [];

    /// <summary>Spans of sampled producers, a few per batch.</summary>
    public List<ActivityLink> Links { get; } = [];

    public TimeSpan FetchTime { get; set; }

    public TimeSpan ParseTime { get; set; }

    /// <summary>Cuts the records into chunks that are still to be parsed, with these columns.</summary>
    public void StartParsing(IReadOnlyList<ColumnDefinition> columns)
    {
        Columns = columns;
        foreach (var partition in Partitions)
        {
            _chunks.Cut(partition.Records, columns, partition.Chunks);
        }
    }

    /// <summary>Drops everything and keeps the memory.</summary>
    public void Reset()
    {
        foreach (var partition in Partitions)
        {
            _chunks.Return(partition.Chunks);
        }

        Records.Clear();
        Links.Clear();
        EndOfInput = false;
        FetchTime = default;
        ParseTime = default;
    }

    public void Dispose()
    {
        Reset();
        Records.Dispose();
    }
}
