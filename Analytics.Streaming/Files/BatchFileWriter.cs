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
        var rows = 0;
        foreach (ref readonly var part in parts)
        {
            rows += part.Count;
        }

        using var node = ParquetSchema.Create(schema);
        using var properties = Properties(schema);
        using var writer = new ParquetFileWriter(file, node, properties);
        using (var group = writer.AppendRowGroup())
        {
            Span<int> columns = stackalloc int[parts.Length];
            foreach (var column in schema.Columns)
            {
                for (var i = 0; i < parts.Length; i++)
                {
                    columns[i] = parts[i].Columns.IndexOf(column.Name);
                }

                using var target = group.NextColumn();
                WriteColumn(target, column, parts, columns, rows);
            }
        }

        writer.Close();
    }

    private void WriteColumn(ColumnWriter target, LakeColumn column, ReadOnlySpan<RowSelection> parts, ReadOnlySpan<int> columns, int rows)
    {
        switch (target)
        {
            case ColumnWriter<int> writer when column.Name == EventColumns.Partition && parts[0].Origin is not null:
                _gather.WritePartitions(writer, parts, rows);
                break;
            case ColumnWriter<long> writer when column.Name == EventColumns.Offset && parts[0].Origin is not null:
                _gather.WriteOffsets(writer, parts, rows);
                break;
            case ColumnWriter<long> writer when column.Name == EventColumns.Timestamp && parts[0].Origin is not null:
                _gather.WriteTimestamps(writer, parts, rows);
                break;
            case ColumnWriter<ByteArray> writer:
                _gather.WriteTexts(writer, parts, columns, rows, column.Nullable);
                break;
            case ColumnWriter<long> writer:
                _gather.WriteLongs(writer, parts, columns, rows, column.Nullable);
                break;
            case ColumnWriter<double> writer:
                _gather.WriteDoubles(writer, parts, columns, rows, column.Nullable);
                break;
            case ColumnWriter<bool> writer:
                _gather.WriteBooleans(writer, parts, columns, rows, column.Nullable);
                break;
            case ColumnWriter<int> writer:
                _gather.WriteIntegers(writer, parts, columns, rows);
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
