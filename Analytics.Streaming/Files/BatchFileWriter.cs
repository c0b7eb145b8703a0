using Analytics.Contracts.Columns;
using Analytics.Lake.Schema;
using ParquetSharp;

namespace Analytics.Streaming.Files;

/// <summary>Writes selected rows of column batches as one Parquet file of one row group. Keeps its buffers from file to file; not thread-safe.</summary>
/// <param name="undictionaried">Columns of distinct values, for which building a dictionary is wasted work.</param>
internal sealed class BatchFileWriter(IReadOnlyCollection<string> undictionaried)
{
    private const long DictionaryLimit = 256 << 10;

    private readonly ColumnGather _gather = new();

    /// <summary>Writes a new file.</summary>
    /// <param name="file">Its path; the folder exists.</param>
    /// <param name="schema">The table's columns.</param>
    /// <param name="parts">The rows, at least one. A part without a column of the schema has nulls there.</param>
    public void Write(string file, LakeSchema schema, ReadOnlySpan<RowSelection> parts)
    {
        using var node = ParquetSchema.Create(schema);
        using var properties = Properties(schema);
        using var writer = new ParquetFileWriter(file, node, properties);
        using (var group = writer.AppendRowGroup())
        {
            foreach (var column in schema.Columns)
            {
                using var target = group.NextColumn();
                foreach (ref readonly var part in parts)
                {
                    WritePart(target, column, part);
                }
            }
        }

        writer.Close();
    }

    private void WritePart(ColumnWriter target, LakeColumn column, in RowSelection part)
    {
        var index = part.Columns.IndexOf(column.Name);
        switch (target)
        {
            case ColumnWriter<int> writer when column.Name == OriginColumns.Partition && part.Origin is not null:
                _gather.WritePartitions(writer, part);
                break;
            case ColumnWriter<long> writer when column.Name == OriginColumns.Offset && part.Origin is not null:
                _gather.WriteOffsets(writer, part);
                break;
            case ColumnWriter<long> writer when column.Name == OriginColumns.Timestamp && part.Origin is not null:
                _gather.WriteTimestamps(writer, part);
                break;
            case ColumnWriter<ByteArray> writer:
                _gather.WriteTexts(writer, part, index, column.Nullable);
                break;
            case ColumnWriter<long> writer:
                _gather.WriteLongs(writer, part, index, column.Nullable);
                break;
            case ColumnWriter<double> writer:
                _gather.WriteDoubles(writer, part, index, column.Nullable);
                break;
            case ColumnWriter<bool> writer:
                _gather.WriteBooleans(writer, part, index, column.Nullable);
                break;
            case ColumnWriter<int> writer:
                _gather.WriteIntegers(writer, part, index);
                break;
            default:
                throw new InvalidOperationException($"Column {column.Name} has a type that is not written: {target.Type}.");
        }
    }

    private WriterProperties Properties(LakeSchema schema)
    {
        using var builder = new WriterPropertiesBuilder();
        builder
            .Compression(Compression.Snappy)
            .EnableStatistics()
            .DisableDictionary()
            .DictionaryPagesizeLimit(DictionaryLimit)
            .MaxRowGroupLength(int.MaxValue)
            .CreatedBy("analytics-streaming");
        foreach (var column in schema.Columns)
        {
            if (column.Type == LakeType.String && !undictionaried.Contains(column.Name))
            {
                builder.EnableDictionary(column.Name);
            }
        }

        return builder.Build();
    }
}
