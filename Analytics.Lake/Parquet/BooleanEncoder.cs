using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Lake.Parquet;

/// <summary>Encodes columns of booleans: a bit each.</summary>
public sealed class BooleanEncoder : ColumnEncoder
{
    private readonly ArrayBufferWriter<byte> _values = new();
    private readonly ArrayBufferWriter<byte> _packed = new();
    private bool _hasTrue;
    private bool _hasFalse;

    internal BooleanEncoder()
    {
    }

    internal override int PhysicalType => 0;

    /// <summary>Appends rows.</summary>
    /// <param name="values">The values that rows are picked from.</param>
    /// <param name="validity">1 for a value, 0 for null.</param>
    /// <param name="rows">The rows to pick.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<bool> values, ReadOnlySpan<byte> validity, ReadOnlySpan<int> rows)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        while (!rows.IsEmpty)
        {
            var count = Math.Min(rows.Length, Room);
            var levels = Reserve(count);
            var target = _values.GetSpan(count + 1);
            var written = 0;
            for (var i = 0; i < count; i++)
            {
                var row = rows[i];
                target[written] = bytes[row];
                levels[i] = validity[row];
                written += validity[row];
            }

            _values.Advance(written);
            Complete(count, written);
            EndSlice();
            rows = rows[count..];
        }
    }

    internal override void Start(string name, bool nullable)
    {
        base.Start(name, nullable);
        _values.ResetWrittenCount();
        _hasTrue = false;
        _hasFalse = false;
    }

    internal override ChunkStatistics Finish()
    {
        if (RowCount > FirstOfPage)
        {
            Close();
        }

        return _hasTrue || _hasFalse
            ? new ChunkStatistics([(byte)(_hasFalse ? 0 : 1)], [(byte)(_hasTrue ? 1 : 0)], IsSigned: true)
            : new ChunkStatistics(null, null, IsSigned: true);
    }

    private protected override void EndSlice()
    {
        if (Room == 0)
        {
            Close();
        }
    }

    private void Close()
    {
        var values = _values.WrittenSpan;
        _hasTrue |= values.Contains((byte)1);
        _hasFalse |= values.Contains((byte)0);
        _packed.ResetWrittenCount();
        HybridRuns.PackBits(values, _packed);
        ClosePage(RowCount, _packed.WrittenSpan);
        _values.ResetWrittenCount();
    }
}
