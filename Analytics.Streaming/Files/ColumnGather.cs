using System.Runtime.CompilerServices;
using Analytics.Contracts.Columns;
using ParquetSharp;

namespace Analytics.Streaming.Files;

/// <summary>
/// Collects the selected rows of one column, part by part, into the two arrays Parquet wants: values without nulls, and a definition level per row.
/// Texts are not copied: a value is a pointer into the part's pinned bytes. The arrays are as long as the largest part and kept from file to file.
/// The loops are optimised at once: they run once a chunk, too seldom for the runtime to find out that they are hot.
/// </summary>
internal sealed class ColumnGather
{
    private short[] _levels = [];
    private ByteArray[] _texts = [];
    private long[] _longs = [];
    private int[] _integers = [];
    private double[] _doubles = [];
    private bool[] _booleans = [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void WriteTexts(ColumnWriter<ByteArray> writer, in RowSelection part, int column, bool nullable)
    {
        Ensure(ref _texts, part.Count);
        Ensure(ref _levels, part.Count);
        if (column < 0)
        {
            WriteNulls(writer, _texts, part.Count);
            return;
        }

        var texts = (StringColumn)part.Columns[column];
        var offsets = texts.Offsets;
        var validity = texts.Validity;
        using var pin = texts.Memory.Pin();
        var bytes = (byte*)pin.Pointer;
        var count = 0;
        for (var row = 0; row < part.Count; row++)
        {
            var selected = part.Rows[row];
            var start = offsets[selected];

            // Written always, kept only when valid: no branch to mispredict.
            _texts[count] = new ByteArray((nint)(bytes + start), offsets[selected + 1] - start);
            count += validity[selected];
            _levels[row] = validity[selected];
        }

        Write(writer, _texts, part.Count, count, nullable);
    }

    public void WriteLongs(ColumnWriter<long> writer, in RowSelection part, int column, bool nullable) =>
        WriteValues(writer, ref _longs, part, column, nullable);

    public void WriteDoubles(ColumnWriter<double> writer, in RowSelection part, int column, bool nullable) =>
        WriteValues(writer, ref _doubles, part, column, nullable);

    public void WriteBooleans(ColumnWriter<bool> writer, in RowSelection part, int column, bool nullable) =>
        WriteValues(writer, ref _booleans, part, column, nullable);

    /// <summary>An Int64 column whose values fit into 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteIntegers(ColumnWriter<int> writer, in RowSelection part, int column)
    {
        Ensure(ref _integers, part.Count);
        var values = ((Int64Column)part.Columns[column]).Values;
        for (var row = 0; row < part.Count; row++)
        {
            _integers[row] = checked((int)values[part.Rows[row]]);
        }

        writer.WriteBatch(_integers.AsSpan(0, part.Count));
    }

    public void WritePartitions(ColumnWriter<int> writer, in RowSelection part)
    {
        Ensure(ref _integers, part.Count);
        _integers.AsSpan(0, part.Count).Fill(part.Origin!.Partition);
        writer.WriteBatch(_integers.AsSpan(0, part.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteOffsets(ColumnWriter<long> writer, in RowSelection part)
    {
        Ensure(ref _longs, part.Count);
        for (var row = 0; row < part.Count; row++)
        {
            _longs[row] = part.Origin![part.RecordOfRow[part.Rows[row]]].Offset;
        }

        writer.WriteBatch(_longs.AsSpan(0, part.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteTimestamps(ColumnWriter<long> writer, in RowSelection part)
    {
        Ensure(ref _longs, part.Count);
        for (var row = 0; row < part.Count; row++)
        {
            _longs[row] = part.Origin![part.RecordOfRow[part.Rows[row]]].Timestamp;
        }

        writer.WriteBatch(_longs.AsSpan(0, part.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteValues<T>(ColumnWriter<T> writer, ref T[] buffer, in RowSelection part, int column, bool nullable)
        where T : unmanaged
    {
        Ensure(ref buffer, part.Count);
        Ensure(ref _levels, part.Count);
        if (column < 0)
        {
            WriteNulls(writer, buffer, part.Count);
            return;
        }

        var source = (ValueColumn<T>)part.Columns[column];
        var values = source.Values;
        var validity = source.Validity;
        var count = 0;
        for (var row = 0; row < part.Count; row++)
        {
            var selected = part.Rows[row];

            // Written always, kept only when valid: no branch to mispredict.
            buffer[count] = values[selected];
            count += validity[selected];
            _levels[row] = validity[selected];
        }

        Write(writer, buffer, part.Count, count, nullable);
    }

    private void WriteNulls<T>(ColumnWriter<T> writer, T[] buffer, int rows)
        where T : unmanaged
    {
        _levels.AsSpan(0, rows).Clear();
        Write(writer, buffer, rows, 0, nullable: true);
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
