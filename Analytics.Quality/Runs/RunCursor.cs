using System.Globalization;

namespace Analytics.Quality.Runs;

/// <summary>A place in the list of runs, as text <c>1764119999000000.42.events</c>: time in microseconds since the epoch, gold version, table.</summary>
/// <param name="At">The entry's time.</param>
/// <param name="GoldVersion">Its gold version.</param>
/// <param name="Table">Its table.</param>
internal sealed record RunCursor(long At, long GoldVersion, string Table)
{
    public static RunCursor Of(RunEntry entry) => new(Micros(entry.At), entry.GoldVersion, entry.Table);

    /// <summary>Microseconds since the epoch.</summary>
    public static long Micros(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <exception cref="FormatException">The text is none.</exception>
    public static RunCursor Parse(string text)
    {
        var parts = text.Split('.', 3);
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? new RunCursor(at, version, parts[2])
                : throw new FormatException($"before is '{text}'; it is the 'next' of a page");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}.{GoldVersion}.{Table}");
}
