using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Analytics.Api.Sandbox.Results;

/// <summary>Texts of values that neither JSON nor CSV has a type for. Times are ISO 8601; a TIMESTAMP in the lake is UTC and says so.</summary>
internal static class ValueText
{
    /// <summary><c>2024-03-01T12:30:00.5Z</c>: as many decimals as it takes, none for a whole second.</summary>
    public static string Timestamp(DuckDBDataReader reader, int column) => Timestamp(reader.GetFieldValue<DuckDBTimestamp>(column));

    public static string Timestamp(DuckDBTimestamp value)
    {
        if (value.IsInfinity)
        {
            return value.IsPositiveInfinity ? "infinity" : "-infinity";
        }

        return value.Date.Year is >= 1 and <= 9999
            ? DateTime.UnixEpoch.AddTicks(value.ToDuckDBTimestampStruct().Micros * TimeSpan.TicksPerMicrosecond)
                .ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Date(value.Date)}T{value.Time.Hour:00}:{value.Time.Min:00}:{value.Time.Sec:00}Z");
    }

    /// <summary><c>2024-03-01</c>.</summary>
    public static string Date(DuckDBDateOnly value) => value.IsInfinity
        ? value.IsPositiveInfinity ? "infinity" : "-infinity"
        : string.Create(CultureInfo.InvariantCulture, $"{value.Year:0000}-{value.Month:00}-{value.Day:00}");

    /// <summary>ISO 8601 duration, months, days and seconds apart as DuckDB keeps them: <c>P1M2DT3.5S</c>.</summary>
    public static string Interval(DuckDBInterval value)
    {
        var seconds = unchecked((long)value.Micros) / 1_000_000m;
        return string.Create(CultureInfo.InvariantCulture, $"P{value.Months}M{value.Days}DT{seconds:0.######}S");
    }

    /// <summary>All digits of a decimal, up to 38, which no .NET type has: value 12345 and scale 2 are <c>123.45</c>.</summary>
    public static string Decimal(DuckDBDecimal value)
    {
        var unscaled = value.Value.ToBigInteger();
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(value.Scale + 1, '0');
        var sign = unscaled.Sign < 0 ? "-" : "";
        return value.Scale == 0 ? sign + digits : $"{sign}{digits[..^value.Scale]}.{digits[^value.Scale..]}";
    }

    /// <summary>Not-a-number and the infinities, which JSON has no numbers for.</summary>
    public static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    public static string Base64(Stream blob)
    {
        using var copy = new MemoryStream();
        using (blob)
        {
            blob.CopyTo(copy);
        }

        return Convert.ToBase64String(copy.GetBuffer(), 0, (int)copy.Length);
    }
}
