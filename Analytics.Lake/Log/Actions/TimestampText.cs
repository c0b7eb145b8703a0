using System.Globalization;

namespace Analytics.Lake.Log.Actions;

/// <summary>
/// Timestamps in statistics: <c>2026-01-01T00:00:00.123456Z</c>. Writers that cut to milliseconds leave upper bounds up to 999 µs too low, which readers
/// have to know; with all six digits our bounds are exact for every reader.
/// </summary>
internal static class TimestampText
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const long MicrosPerMillisecond = 1000;
    private static readonly long MinMicros = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long MaxMicros = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <returns>Null outside the years 1 to 9999, which ISO 8601 has no agreed text for.</returns>
    public static string? FromMicros(long micros) => micros < MinMicros || micros > MaxMicros
        ? null
        : DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString(Format, CultureInfo.InvariantCulture);

    /// <returns>Null where the text is no timestamp.</returns>
    public static long? ToMicros(string text, bool isUpper)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        var micros = (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return isUpper && HasMillisecondsAtMost(text) ? micros + MicrosPerMillisecond - 1 : micros;
    }

    private static bool HasMillisecondsAtMost(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is >= 0 and <= 3;
    }
}
