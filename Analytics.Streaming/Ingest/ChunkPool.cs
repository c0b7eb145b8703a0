using Analytics.Contracts.Columns;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// Cuts the records of a batch into chunks and keeps the chunks' memory from batch to batch. Both batches under way draw from it, so the memory of all
/// columns follows the records under way, however they are spread over partitions. Thread-safe.
/// </summary>
internal sealed class ChunkPool : IDisposable
{
    public const int ChunkRecords = 8192;

    private const long ChunkBytes = 4 << 20;

    private readonly Stack<ParsedChunk> _free = [];
    private readonly Lock _lock = new();
    private IReadOnlyList<ColumnDefinition> _definitions = [];

    /// <summary>Cuts one partition's records into chunks with these columns.</summary>
    public void Cut(PartitionRecords records, IReadOnlyList<ColumnDefinition> definitions, List<ParsedChunk> chunks)
    {
        var first = 0;
        long bytes = 0;
        for (var index = 0; index < records.Count; index++)
        {
            var length = records[index].ValueLength;
            if (index - first == ChunkRecords || (bytes + length > ChunkBytes && index > first))
            {
                chunks.Add(Take(records, first, index, definitions));
                first = index;
                bytes = 0;
            }

            bytes += length;
        }

        if (first < records.Count)
        {
            chunks.Add(Take(records, first, records.Count, definitions));
        }
    }

    /// <summary>Takes chunks back; those that hold unusually large values or another schema's columns are dropped.</summary>
    public void Return(List<ParsedChunk> chunks)
    {
        lock (_lock)
        {
            foreach (var chunk in chunks)
            {
                if (ReferenceEquals(chunk.Columns.Definitions, _definitions) && chunk.Columns.Capacity <= 2 * ChunkBytes)
                {
                    _free.Push(chunk);
                }
                else
                {
                    chunk.Dispose();
                }
            }
        }

        chunks.Clear();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            while (_free.TryPop(out var chunk))
            {
                chunk.Dispose();
            }
        }
    }

    private ParsedChunk Take(PartitionRecords records, int first, int end, IReadOnlyList<ColumnDefinition> definitions)
    {
        ParsedChunk? chunk;
        lock (_lock)
        {
            if (!ReferenceEquals(_definitions, definitions))
            {
                _definitions = definitions;
                while (_free.TryPop(out var old))
                {
                    old.Dispose();
                }
            }

            _free.TryPop(out chunk);
        }

        chunk ??= new ParsedChunk(definitions);
        chunk.Start(records, first, end);
        return chunk;
    }
}
