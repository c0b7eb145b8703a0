using System.Runtime.CompilerServices;
using Analytics.Contracts.Columns;
using Analytics.Lake.Parquet;

namespace Analytics.Streaming.Files;

/// <summary>
/// Appends the columns that say where a row's record came from. The array is as long as the largest part and kept. The loops are optimised at once: they run once
/// a chunk, too seldom for the runtime to find out that they are hot.
/// </summary>
internal sealed class OriginGather
{
    private long[] _longs = [];
    private int[] _integers = [];

    /// <summary>Appends a part's rows.</summary>
    /// <returns>False when the column is another, or the part does not know its records.</returns>
    public bool TryAppend(string column, ColumnEncoder encoder, in RowSelection part)
    {
        if (part.Origin is null)
        {
            return false;
        }

        switch (column)
        {
            case OriginColumns.Partition when encoder is ValueEncoder<int> integers:
                integers.Append(Partitions(part));
                return true;
            case OriginColumns.Offset when encoder is ValueEncoder<long> longs:
                longs.Append(Offsets(part));
                return true;
            case OriginColumns.Timestamp when encoder is ValueEncoder<long> longs:
                longs.Append(Timestamps(part));
                return true;
            default:
                return false;
        }
    }

    private ReadOnlySpan<int> Partitions(in RowSelection part)
    {
        var result = Room(ref _integers, part.Count);
        result.Fill(part.Origin!.Partition);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<long> Offsets(in RowSelection part)
    {
        var result = Room(ref _longs, part.Count);
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = part.Origin![part.RecordOfRow[part.Rows[row]]].Offset;
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<long> Timestamps(in RowSelection part)
    {
        var result = Room(ref _longs, part.Count);
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = part.Origin![part.RecordOfRow[part.Rows[row]]].Timestamp;
        }

        return result;
    }

    private static Span<T> Room<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = GC.AllocateUninitializedArray<T>(Math.Max(length, 1024));
        }

        return array.AsSpan(0, length);
    }
}
