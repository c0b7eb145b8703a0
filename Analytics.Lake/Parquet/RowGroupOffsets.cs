namespace Analytics.Lake.Parquet;

/// <summary>Where a row group's pages lie, and moving them.</summary>
internal static class RowGroupOffsets
{
    /// <summary>The bytes of its column chunks: first, and one past the last.</summary>
    /// <exception cref="InvalidDataException">A chunk does not say where it is.</exception>
    public static (long From, long To) Range(ThriftStruct group)
    {
        var (from, to) = (long.MaxValue, 0L);
        foreach (var column in Columns(group))
        {
            var start = Start(column);
            from = Math.Min(from, start);
            to = Math.Max(to, checked(start + Required(column, ParquetField.CompressedSize)));
        }

        return (from, to);
    }

    /// <summary>Moves every offset along with the pages, and drops those of structures outside the row group, which are not copied.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="from">Where its pages began.</param>
    /// <param name="to">Where they begin now.</param>
    public static void Move(ThriftStruct group, long from, long to)
    {
        group.Replace(ParquetField.GroupOffset, to);
        foreach (var chunk in group.List(ParquetField.Columns).Structs())
        {
            // Zero unless column metadata lies among the pages; we keep it in the footer alone.
            chunk.Replace(ParquetField.ChunkOffset, 0);
            for (var id = ParquetField.OffsetIndexOffset; id <= ParquetField.ColumnIndexLength; id++)
            {
                chunk.Remove(id);
            }

            var column = chunk.Struct(ParquetField.MetaData);
            column.Remove(ParquetField.BloomFilterOffset);
            column.Remove(ParquetField.BloomFilterLength);
            foreach (var id in (ReadOnlySpan<short>)[ParquetField.DataPageOffset, ParquetField.IndexPageOffset, ParquetField.DictionaryPageOffset])
            {
                if (column.Integer(id) is > 0 and var offset)
                {
                    column.Replace(id, offset - from + to);
                }
            }
        }
    }

    /// <summary>A dictionary comes before the data; some writers say 0 where there is none.</summary>
    private static long Start(ThriftStruct column)
    {
        var data = Required(column, ParquetField.DataPageOffset);
        return column.Integer(ParquetField.DictionaryPageOffset) is > 0 and var dictionary ? Math.Min(dictionary, data) : data;
    }

    private static IEnumerable<ThriftStruct> Columns(ThriftStruct group) => group.List(ParquetField.Columns).Structs().Select(chunk => chunk.Struct(ParquetField.MetaData));

    private static long Required(ThriftStruct column, short id) => column.Integer(id) is >= 0 and var value ? value : throw new InvalidDataException($"a column chunk's field {id} is missing or negative");
}
