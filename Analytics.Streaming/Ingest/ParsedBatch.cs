using System.Diagnostics;
using Analytics.Contracts.Columns;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Ingest;

/// <summary>A batch between reading and writing. Two of them take turns: one is read and parsed while the other is written.</summary>
internal sealed class ParsedBatch : IDisposable
{
    public ParsedBatch(IRecordSource source, int partitionCount)
    {
        Records = new RecordBatch(source, partitionCount);
        Partitions = [.. Records.Partitions.Select(partition => new ParsedPartition(partition))];
        Idle = new bool[partitionCount];
    }

    public RecordBatch Records { get; }

    public ParsedPartition[] Partitions { get; }

    /// <summary>By partition: it has stood at the end of its log for the idle timeout.</summary>
    public bool[] Idle { get; }

    /// <summary>The source was declared complete and this batch reaches its end.</summary>
    public bool EndOfInput { get; set; }

    /// <summary>When the first record was fetched, microseconds since the epoch, UTC.</summary>
    public long FetchedAt { get; set; }

    /// <summary>The columns of the events in this batch.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; private set; } = [];

    /// <summary>Spans of sampled producers, a few per batch.</summary>
    public List<ActivityLink> Links { get; } = [];

    public TimeSpan FetchTime { get; set; }

    public TimeSpan ParseTime { get; set; }

    public void StartParsing(IReadOnlyList<ColumnDefinition> columns)
    {
        Columns = columns;
        foreach (var partition in Partitions)
        {
            partition.Start(columns);
        }
    }

    /// <summary>Gives the records back to the source.</summary>
    public void Reset()
    {
        Records.Release();
        Links.Clear();
        EndOfInput = false;
        FetchTime = default;
        ParseTime = default;
    }

    public void Dispose()
    {
        Records.Release();
        foreach (var partition in Partitions)
        {
            partition.Dispose();
        }
    }
}
