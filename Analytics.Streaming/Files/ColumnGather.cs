using System.Buffers;
using Analytics.Contracts.Columns;
using ParquetSharp;

namespace Analytics.Streaming.Files;

/// <summary>
/// Collects the selected rows of one column into the two arrays Parquet wants: values without nulls, and a definition level per row.
/// Texts are not copied: a value is a pointer into the batch's pinned bytes. The arrays are kept from file to file.
/// </summary>
internal sealed class ColumnGather
{
    private short[] _levels = [];
    private ByteArray[] _texts = [];
    private long[] _longs = [];
    private int[] _integers = [];
    private double[] _doubles = [];
    private bool[] _booleans = [];

    public void WriteTexts(ColumnWriter<ByteArray> writer, ReadOnlySpan<RowSelection> parts, ReadOnlySpan<int> columns, int rows, bool nullable)
    {
        Ensure(ref _texts, rows);
        Ensure(ref _levels, rows);
        var pins = new MemoryHandle[parts.Length];
        try
        {
            int row = 0, values = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                if (columns[i] < 0)
                {
                    _levels.AsSpan(row, parts[i].Count).Clear();
                    row += parts[i].Count;
                    continue;
                }

                var column = (StringColumn)parts[i].Columns[columns[i]];
                pins[i] = column.Memory.Pin();
                Gather(column, parts[i], pins[i], ref row, ref values);
            }

            Write(writer, _texts, rows, values, nullable);
        }
        finally
        {
            foreach (ref var pin in pins.AsSpan())
            {
                pin.Dispose();
            }
        }
    }

    public void WriteLongs(ColumnWriter<long> writer, ReadOnlySpan<RowSelection> parts, ReadOnlySpan<int> columns, int rows, bool nullable) =>
        WriteValues(writer, ref _longs, parts, columns, rows, nullable);

    public void WriteDoubles(ColumnWriter<double> writer, ReadOnlySpan<RowSelection> parts, ReadOnlySpan<int> columns, int rows, bool nullable) =>
        WriteValues(writer, ref _doubles, parts, columns, rows, nullable);

    public void WriteBooleans(ColumnWriter<bool> writer, ReadOnlySpan<RowSelection> parts, ReadOnlySpan<int> columns, int rows, bool nullable) =>
        WriteValues(writer, ref _booleans, parts, columns, rows, nullable);

    /// <summary>An Int64 column whose values fit into 32 bits.</summary>
    public void WriteIntegers(ColumnWriter<int> writer, ReadOnlySpan<RowSelection> parts, ReadOnlySpan<int> columns, int rows)
    {
        Ensure(ref _integers, rows);
        var row = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var values = ((Int64Column)parts[i].Columns[columns[i]]).Values;
            foreach (var selected in parts[i].Rows.AsSpan(0, parts[i].Count))
            {
                _integers[row++] = checked((int)values[selected]);
            }
        }

        writer.WriteBatch(_integers.AsSpan(0, rows));
    }

    public void WritePartitions(ColumnWriter<int> writer, ReadOnlySpan<RowSelection> parts, int rows)
    {
        Ensure(ref _integers, rows);
        var row = 0;
        foreach (ref readonly var part in parts)
        {
            _integers.AsSpan(row, part.Count).Fill(part.Origin!.Partition);
            row += part.Count;
        }

        writer.WriteBatch(_integers.AsSpan(0, rows));
    }

    public void WriteOffsets(ColumnWriter<long> writer, ReadOnlySpan<RowSelection> parts, int rows)
    {
        Ensure(ref _longs, rows);
        var row = 0;
        foreach (ref readonly var part in parts)
        {
            foreach (var selected in part.Rows.AsSpan(0, part.Count))
            {
                _longs[row++] = part.Origin![part.RecordOfRow[selected]].Offset;
            }
        }

        writer.WriteBatch(_longs.AsSpan(0, rows));
    }

    public void WriteTimestamps(ColumnWriter<long> writer, ReadOnlySpan<RowSelection> parts, int rows)
    {
        Ensure(ref _longs, rows);
        var row = 0;
        foreach (ref readonly var part in parts)
        {
            foreach (var selected in part.Rows.AsSpan(0, part.Count))
            {
                _longs[row++] = part.Origin![part.RecordOfRow[selected]].Timestamp;
            }
        }

        writer.WriteBatch(_longs.AsSpan(0, rows));
    }

    private unsafe void Gather(StringColumn column, in RowSelection part, in MemoryHandle pin, ref int row, ref int values)
    {
        var bytes = (byte*)pin.Pointer;
        var offsets = column.Offsets;
        var validity = column.Validity;
        foreach (var selected in part.Rows.AsSpan(0, part.Count))
        {
            var valid = validity[selected];
            _levels[row++] = valid;
            if (valid != 0)
            {
                var start = offsets[selected];
                _texts[values++] = new ByteArray((nint)(bytes + start), offsets[selected + 1] - start);
            }
        }
    }

    private void WriteValues<T>(
        ColumnWriter<T> writer,
        ref T[] buffer,
        ReadOnlySpan<RowSelection> parts,
        ReadOnlySpan<int> columns,
        int rows,
        bool nullable)
        where T : unmanaged
    {
        Ensure(ref buffer, rows);
        Ensure(ref _levels, rows);
        int row = 0, count = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (columns[i] < 0)
            {
                _levels.AsSpan(row, parts[i].Count).Clear();
                row += parts[i].Count;
                continue;
            }

            var column = (ValueColumn<T>)parts[i].Columns[columns[i]];
            var values = column.Values;
            var validity = column.Validity;
            foreach (var selected in parts[i].Rows.AsSpan(0, parts[i].Count))
            {
                // Written always, kept only when valid: no branch to mispredict.
                buffer[count] = values[selected];
                count += validity[selected];
                _levels[row++] = validity[selected];
            }
        }

        Write(writer, buffer, rows, count, nullable);
    }

    private void Write<T>(ColumnWriter<T> writer, T[] buffer, int rows, int values, bool nullable)
        where T : unmanaged
    {
        if (nullable)
        {
            writer.WriteBatch(rows, _levels.AsSpan(0, rows), [], buffer.AsSpan(0, values));
        }
        else if (values == rows)
        {
            writer.WriteBatch(buffer.AsSpan(0, rows));
        }
        else
        {
            throw new InvalidOperationException($"Column {writer.ColumnDescriptor.Name} is required, and {rows - values} of {rows} rows have no value.");
        }
    }

    private static void Ensure<T>(ref T[] array, int length)
    {
        if (array.Length < length + 1)
        {
            array = GC.AllocateUninitializedArray<T>(Math.Max(length + 1, 1024));
        }
    }
}
