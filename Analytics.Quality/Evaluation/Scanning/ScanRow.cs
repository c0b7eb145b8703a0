using System.Globalization;
using System.Numerics;

namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>The values of a scan, by slot.</summary>
internal sealed class ScanRow(object?[] values)
{
    public object? this[int slot] => values[slot];

    public long Count(int slot) => values[slot] switch
    {
        null => 0,
        BigInteger big => (long)big,
        var value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
