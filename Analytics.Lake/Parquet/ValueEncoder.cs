using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Lake.Parquet;

/// <summary>Encodes columns of numbers: 64-bit integers as differences, others plain.</summary>
/// <typeparam name="T">Int32, Int64 or Double.</typeparam>
public sealed class ValueEncoder<T> : ColumnEncoder
    where T : unmanaged, INumber<T>
{
    private readonly ArrayBufferWriter<byte> _values = new();
    private T _min;
    private T _max;
    private bool _hasBounds;

    internal ValueEncoder(int physicalType) => PhysicalType = physicalType;

    internal override int PhysicalType { get; }

    /// <summary>Appends rows.</summary>
    /// <param name="values">The values that rows are picked from.</param>
    /// <param name="validity">1 for a value, 0 for null.</param>
    /// <param name="rows">The rows to pick.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<T> values, ReadOnlySpan<byte> validity, ReadOnlySpan<int> rows)
    {
        while (!rows.IsEmpty)
        {
            var count = Math.Min(rows.Length, Room);
            var levels = Reserve(count);
            var target = MemoryMarshal.Cast<byte, T>(_values.GetSpan((count + 1) * Unsafe.SizeOf<T>()));
            var written = 0;
            for (var i = 0; i < count; i++)
            {
                // Written always, kept only when valid: no branch to mispredict.
                var row = rows[i];
                target[written] = values[row];
                levels[i] = validity[row];
                written += validity[row];
            }

            _values.Advance(written * Unsafe.SizeOf<T>());
            Complete(count, written);
            EndSlice();
            rows = rows[count..];
        }
    }

    /// <summary>Appends rows of which none is null.</summary>
    /// <param name="values">One for each row.</param>
    public void Append(ReadOnlySpan<T> values)
    {
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, Room);
            Reserve(count).Fill(1);
            _values.Write(MemoryMarshal.AsBytes(values[..count]));
            Complete(count, count);
            EndSlice();
            values = values[count..];
        }
    }

    internal override void Start(string name, bool nullable)
    {
        base.Start(name, nullable);
        _values.ResetWrittenCount();
        _hasBounds = false;
    }

    internal override ChunkStatistics Finish()
    {
        if (RowCount > FirstOfPage)
        {
            Close();
        }

        return _hasBounds ? new ChunkStatistics(Bytes(Least()), Bytes(Greatest()), IsSigned: true) : new ChunkStatistics(null, null, IsSigned: true);
    }

    private protected override void EndSlice()
    {
        if (Room == 0)
        {
            Close();
        }
    }

    private static byte[] Bytes(T value) => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();

    // Zeros of both signs are equal and differ in their bytes: the bounds take in both (parquet.thrift, ColumnOrder).
    private T Least() => T.IsZero(_min) && typeof(T) == typeof(double) ? (T)(object)-0.0 : _min;

    private T Greatest() => T.IsZero(_max) && typeof(T) == typeof(double) ? (T)(object)0.0 : _max;

    private void Close()
    {
        Bound(MemoryMarshal.Cast<byte, T>(_values.WrittenSpan));
        if (typeof(T) == typeof(long))
        {
            DeltaPacked.Write(MemoryMarshal.Cast<byte, long>(_values.WrittenSpan), StartPage(RowCount));
            EndPage(RowCount, PageEncoding.DeltaBinaryPacked);
        }
        else
        {
            ClosePage(RowCount, _values.WrittenSpan);
        }

        _values.ResetWrittenCount();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Bound(ReadOnlySpan<T> values)
    {
        var first = 0;
        if (!_hasBounds)
        {
            while (first < values.Length && T.IsNaN(values[first]))
            {
                first++;
            }

            if (first == values.Length)
            {
                return;
            }

            _min = _max = values[first];
            _hasBounds = true;
        }

        var min = _min;
        var max = _max;
        foreach (var value in values[first..])
        {
            // Not so for NaN, which has no place in the bounds.
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        _min = min;
        _max = max;
    }
}
