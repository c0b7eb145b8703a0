using System.Text;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Analytics.Lake.Files;

/// <summary>Gathers the statistics of one column over the row groups of a file.</summary>
internal sealed class ColumnBounds
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private object? _min;
    private object? _max;
    private long _nulls;
    private bool _hasBounds = true;
    private bool _isKnown = true;

    /// <summary>Adds one row group's chunk.</summary>
    public void Add(ColumnDescriptor column, LogicalType type, ColumnChunkMetaData chunk)
    {
        using var statistics = chunk.IsStatsSet ? chunk.Statistics : null;
        if (statistics is null)
        {
            _isKnown = false;
            return;
        }

        _nulls += statistics.NullCount;
        if (!statistics.HasMinMax)
        {
            // A chunk of nulls has no bounds and needs none; one with values takes them from the whole column.
            _hasBounds &= statistics.NullCount == chunk.NumValues;
            return;
        }

        var (min, max) = Convert(column, type, statistics);
        if (min is null || max is null)
        {
            _hasBounds = false;
            return;
        }

        _min = _min is null || Compare(min, _min) < 0 ? min : _min;
        _max = _max is null || Compare(max, _max) > 0 ? max : _max;
    }

    /// <summary>The column's statistics, or null where a row group has none.</summary>
    public ColumnStatistics? ToStatistics()
    {
        if (!_isKnown)
        {
            return null;
        }

        var min = _hasBounds ? _min : null;
        var max = _hasBounds ? _max : null;
        return new ColumnStatistics(min is string lower ? StringBound.Lower(lower) : min, max is string upper ? StringBound.Upper(upper) : max, _nulls);
    }

    private static int Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => CompareCodePoints(a, b),
        (long a, long b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        _ => throw new InvalidDataException("row groups disagree about a column's type"),
    };

    // Ordinal comparison is by UTF-16 unit, which puts U+10000 before U+E000; Parquet and Delta order by UTF-8 bytes.
    private static int CompareCodePoints(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private static (object? Min, object? Max) Convert(ColumnDescriptor column, LogicalType type, Statistics statistics) => statistics switch
    {
        Statistics<long> s when type is TimestampLogicalType t => (Micros(s.Min, t, up: false), Micros(s.Max, t, up: true)),
        Statistics<long> s when IsPlainInteger(type) => (s.Min, s.Max),
        Statistics<int> s when IsPlainInteger(type) => ((long)s.Min, (long)s.Max),
        Statistics<double> s => (Number(s.Min), Number(s.Max)),
        Statistics<float> s => (Number(s.Min), Number(s.Max)),
        Statistics<ByteArray> s when IsText(column, type) => (Text(s.Min), Text(s.Max)),
        _ => (null, null),
    };

    private static bool IsPlainInteger(LogicalType type) => type is NoneLogicalType or IntLogicalType { IsSigned: true };

    private static bool IsText(ColumnDescriptor column, LogicalType type) =>
        type is StringLogicalType or JsonLogicalType or EnumLogicalType && column.PhysicalType == PhysicalType.ByteArray;

    // Parquet writers leave NaN out of the bounds; one that did not would give a bound that compares with nothing.
    private static double? Number(double value) => double.IsNaN(value) ? null : value;

    private static object? Micros(long value, TimestampLogicalType type, bool up) => type.TimeUnit switch
    {
        TimeUnit.Micros => value,
        TimeUnit.Millis => checked(value * 1000),
        TimeUnit.Nanos => (Math.DivRem(value, 1000) is var (quotient, rest) && rest == 0) ? quotient : (long)Math.Floor(value / 1000m) + (up ? 1 : 0),
        _ => null,
    };

    private static unsafe string? Text(ByteArray value)
    {
        try
        {
            return StrictUtf8.GetString(new ReadOnlySpan<byte>((void*)value.Pointer, value.Length));
        }
        catch (DecoderFallbackException)
        {
            // A writer that cuts its bounds in the middle of a character: no bound is better than a wrong one.
            return null;
        }
    }
}
