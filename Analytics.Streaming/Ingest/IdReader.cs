using System.Runtime.InteropServices;
using ParquetSharp;

namespace Analytics.Streaming.Ingest;

/// <summary>Reads the ids of one file of <c>staging/events</c> into the index.</summary>
internal static class IdReader
{
    private const int BatchRows = 8192;

    public static void Read(string file, string idColumn, string timeColumn, DedupIndex index)
    {
        using var reader = new ParquetFileReader(file);
        var id = reader.FileMetaData.Schema.ColumnIndex(idColumn);
        var time = reader.FileMetaData.Schema.ColumnIndex(timeColumn);
        if (id < 0 || time < 0)
        {
            throw new InvalidDataException($"{file} lacks the column {(id < 0 ? idColumn : timeColumn)}.");
        }

        for (var i = 0; i < reader.FileMetaData.NumRowGroups; i++)
        {
            using var group = reader.RowGroup(i);
            using var times = (ColumnReader<long>)group.Column(time);
            using var ids = group.Column(id);
            Read(file, ids, times, checked((int)group.MetaData.NumRows), index);
        }
    }

    private static void Read(string file, ColumnReader ids, ColumnReader<long> times, int rows, DedupIndex index)
    {
        var timeValues = new long[rows];
        var levels = new short[BatchRows];
        for (var row = 0; row < rows;)
        {
            row += ReadSome(file, times, levels, timeValues.AsSpan(row, Math.Min(BatchRows, rows - row)));
        }

        switch (ids)
        {
            case ColumnReader<ByteArray> texts:
                AddAll(file, texts, levels, timeValues, index, Key);
                break;
            case ColumnReader<long> numbers:
                AddAll(file, numbers, levels, timeValues, index, Key);
                break;
            default:
                throw new InvalidDataException($"{file}: an id of type {ids.Type} is not supported.");
        }
    }

    private static void AddAll<T>(string file, ColumnReader<T> ids, short[] levels, long[] times, DedupIndex index, Func<T, UInt128> key)
        where T : unmanaged
    {
        var values = new T[BatchRows];
        for (var row = 0; row < times.Length;)
        {
            // Texts point into the reader's page: used before the next call.
            var read = ReadSome(file, ids, levels, values.AsSpan(0, Math.Min(BatchRows, times.Length - row)));
            for (var i = 0; i < read; i++, row++)
            {
                if (index.Remembers(times[row]))
                {
                    index.TryAdd(key(values[i]), times[row]);
                }
            }
        }
    }

    /// <summary>Reads up to the end of a page.</summary>
    private static int ReadSome<T>(string file, ColumnReader<T> reader, short[] levels, Span<T> values)
        where T : unmanaged
    {
        var rows = reader.ReadBatch(values.Length, levels, [], values, out var read);
        return rows == read && read > 0
            ? (int)read
            : throw new InvalidDataException($"{file}: the column {reader.ColumnDescriptor.Name} ends early or has nulls.");
    }

    private static UInt128 Key(long id) => EventKey.From(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in id)));

    private static unsafe UInt128 Key(ByteArray id) => EventKey.From(new ReadOnlySpan<byte>((byte*)id.Pointer, id.Length));
}
