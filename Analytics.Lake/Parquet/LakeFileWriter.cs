using Analytics.Lake.Schema;
using ParquetSharp;
using ParquetSharp.IO;
using Encoding = System.Text.Encoding;

namespace Analytics.Lake.Parquet;

/// <summary>
/// Writes Parquet files of one row group, column by column: pages of format version 1, snappy, no indexes, the schema as ParquetSharp writes it. A text is hashed once and compared
/// with nothing but its own dictionary entry; bounds come from the dictionary. Keeps its buffers from file to file; not thread-safe.
/// </summary>
/// <param name="createdBy">The footer's name of the writer.</param>
public sealed class LakeFileWriter(string createdBy)
{
    private readonly TextEncoder _texts = new();
    private readonly ValueEncoder<int> _integers = new(physicalType: 1);
    private readonly ValueEncoder<long> _longs = new(physicalType: 2);
    private readonly ValueEncoder<double> _doubles = new(physicalType: 5);
    private readonly BooleanEncoder _booleans = new();
    private LakeSchema? _schema;
    private ThriftStruct? _footer;

    /// <summary>Writes a new file; one that is there is replaced.</summary>
    /// <param name="file">Its path; the folder exists.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="append">Appends all rows of a column; the encoder is the one of the column's type.</param>
    /// <exception cref="IOException">It can't be written; a part of it may be there.</exception>
    /// <exception cref="InvalidOperationException">The columns have different numbers of rows, or a required one a null.</exception>
    public void Write(string file, LakeSchema schema, Action<LakeColumn, ColumnEncoder> append)
    {
        if (!schema.Equals(_schema))
        {
            _footer = EmptyFooter(schema);
            _schema = schema;
        }

        using var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, ParquetFooter.Magic, 0);
        long end = ParquetFooter.Magic.Length;
        var chunks = new List<ThriftStruct>(schema.Columns.Count);
        var uncompressed = 0L;
        var rows = -1;
        foreach (var column in schema.Columns)
        {
            var encoder = Encoder(column);
            encoder.Start(column.Name, column.Nullable);
            append(column, encoder);
            if (rows >= 0 && encoder.RowCount != rows)
            {
                throw new InvalidOperationException($"Column {column.Name} has {encoder.RowCount} rows, the others {rows}.");
            }

            rows = encoder.RowCount;
            var statistics = encoder.Finish().ToThrift(encoder.NullCount);
            chunks.Add(encoder.Pages.ToThrift(end, Encoding.UTF8.GetBytes(column.Name), encoder.PhysicalType, rows, statistics));
            RandomAccess.Write(handle, encoder.Pages.Written, end);
            end += encoder.Pages.Written.Length;
            uncompressed += encoder.Pages.UncompressedSize;
        }

        RandomAccess.Write(handle, ParquetFooter.Write(Footer(Group(chunks, rows, uncompressed, end), rows)).Span, end);
    }

    private static ThriftStruct Group(List<ThriftStruct> chunks, int rows, long uncompressed, long end)
    {
        var group = new ThriftStruct();
        group.AddList(ParquetField.Columns, ThriftType.Struct, chunks);
        group.AddInt64(ParquetField.GroupSize, uncompressed);
        group.AddInt64(ParquetField.GroupRowCount, rows);
        group.AddInt64(ParquetField.GroupOffset, ParquetFooter.Magic.Length);
        group.AddInt64(ParquetField.GroupCompressedSize, end - ParquetFooter.Magic.Length);
        return group;
    }

    private ThriftStruct Footer(ThriftStruct group, int rows)
    {
        var footer = new ThriftStruct();
        foreach (var field in _footer!.Fields)
        {
            switch (field.Id)
            {
                case ParquetField.RowCount:
                    footer.AddInt64(field.Id, rows);
                    break;
                case ParquetField.RowGroups:
                    footer.AddList(field.Id, ThriftType.Struct, [group]);
                    break;
                default:
                    footer.Add(field);
                    break;
            }
        }

        return footer;
    }

    /// <summary>The footer of a file without rows, from the library: its files and ours must agree in all of the schema's bytes to be merged by row groups.</summary>
    private ThriftStruct EmptyFooter(LakeSchema schema)
    {
        using var node = ParquetSchema.Create(schema);
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.CreatedBy(createdBy).Build();
        using var buffer = new ResizableBuffer();
        using (var stream = new BufferOutputStream(buffer))
        using (var writer = new ParquetFileWriter(stream, node, properties))
        {
            writer.Close();
        }

        return ParquetFooter.Parse(buffer.ToArray());
    }

    private ColumnEncoder Encoder(LakeColumn column) => column.Type switch
    {
        LakeType.String or LakeType.Binary => _texts,
        LakeType.Integer => _integers,
        LakeType.Long or LakeType.Timestamp => _longs,
        LakeType.Double => _doubles,
        LakeType.Boolean => _booleans,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "Unknown column type."),
    };
}
