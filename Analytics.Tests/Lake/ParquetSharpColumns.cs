using Analytics.Lake.Parquet;
using Analytics.Lake.Schema;
using ParquetSharp;

namespace Analytics.Tests.Lake;

/// <summary>Columns of <see cref="RandomColumns"/> in files by ParquetSharp.</summary>
internal static class ParquetSharpColumns
{
    public static void Write(string file, LakeSchema schema, object?[][] columns, string createdBy)
    {
        using var node = ParquetSchema.Create(schema);
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.CreatedBy(createdBy).Build();
        using var writer = new ParquetFileWriter(file, node, properties);
        using (var group = writer.AppendRowGroup())
        {
            for (var c = 0; c < columns.Length; c++)
            {
                using var target = group.NextColumn();
                Write(target, schema.Columns[c], columns[c]);
            }
        }

        writer.Close();
    }

    /// <summary>A column of the only row group.</summary>
    public static IEnumerable<object?> Read(ParquetFileReader file, int index, LakeColumn column, int count)
    {
        using var group = file.RowGroup(0);
        using var source = group.Column(index);
        return column.Type switch
        {
            LakeType.String => Objects(source.LogicalReader<string?>().ReadAll(count)),
            LakeType.Binary => Objects(source.LogicalReader<byte[]?>().ReadAll(count)),
            LakeType.Integer => Objects(source.LogicalReader<int?>().ReadAll(count)),
            LakeType.Long when !column.Nullable => Objects(source.LogicalReader<long>().ReadAll(count)),
            LakeType.Long => Objects(source.LogicalReader<long?>().ReadAll(count)),
            LakeType.Timestamp => Objects([.. source.LogicalReader<DateTime?>().ReadAll(count).Select(Micros)]),
            LakeType.Double => Objects(source.LogicalReader<double?>().ReadAll(count)),
            _ => Objects(source.LogicalReader<bool?>().ReadAll(count)),
        };
    }

    private static void Write(ColumnWriter target, LakeColumn column, object?[] values)
    {
        switch (column.Type)
        {
            case LakeType.String:
                target.LogicalWriter<string?>().WriteBatch([.. values.Select(value => (string?)value)]);
                break;
            case LakeType.Binary:
                target.LogicalWriter<byte[]?>().WriteBatch([.. values.Select(value => (byte[]?)value)]);
                break;
            case LakeType.Integer:
                target.LogicalWriter<int?>().WriteBatch([.. values.Select(value => (int?)value)]);
                break;
            case LakeType.Long when !column.Nullable:
                target.LogicalWriter<long>().WriteBatch([.. values.Select(value => (long)value!)]);
                break;
            case LakeType.Long:
                target.LogicalWriter<long?>().WriteBatch([.. values.Select(value => (long?)value)]);
                break;
            case LakeType.Timestamp:
                target.LogicalWriter<DateTime?>().WriteBatch([.. values.Select(value => value is long micros ? DateTime.UnixEpoch.AddTicks(micros * 10) : (DateTime?)null)]);
                break;
            case LakeType.Double:
                target.LogicalWriter<double?>().WriteBatch([.. values.Select(value => (double?)value)]);
                break;
            default:
                target.LogicalWriter<bool?>().WriteBatch([.. values.Select(value => (bool?)value)]);
                break;
        }
    }

    private static long? Micros(DateTime? time) => time is { } value ? (value - DateTime.UnixEpoch).Ticks / 10 : null;

    private static object?[] Objects<T>(T[] values) => [.. values.Select(value => (object?)value)];
}
