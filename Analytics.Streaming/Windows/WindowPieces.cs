using Analytics.Contracts.Commits;
using Analytics.Contracts.Sql;
using Analytics.Lake.Files;

namespace Analytics.Streaming.Windows;

/// <summary>
/// Cuts a range of windows where one statement for all of them would need much memory: distinct values are counted in hash tables as large as the events
/// they are made of. Where the cuts lie changes nothing in the rows.
/// </summary>
internal static class WindowPieces
{
    /// <param name="range">Window starts.</param>
    /// <param name="window">The table's windows.</param>
    /// <param name="files">Gold's files that have events of the range.</param>
    /// <param name="time">The column of the event time.</param>
    /// <param name="rows">
    /// Events of a piece, about, at least 1: the statistics tell how many rows lie between which times, not how they are spread in between. No piece is shorter than a
    /// window, so that of sliding windows each event is read at most twice as often.
    /// </param>
    /// <returns>Adjacent ranges, ascending: together they are the range. It alone where a file has no statistics.</returns>
    public static List<WindowRange> Cut(WindowRange range, WindowGeometry window, IReadOnlyList<DataFile> files, string time, long rows)
    {
        var events = window.EventTimes(range);
        var edges = new List<(long Time, double Density)>(files.Count * 2);
        var total = 0.0;
        foreach (var file in files)
        {
            if (!file.Statistics.TryGetValue(time, out var statistics) || statistics is not { Min: long min, Max: long max })
            {
                return [range];
            }

            var density = file.RowCount / ((double)max - min + 1);
            var (from, to) = (Math.Max(min, events.From), Math.Min(max + 1, events.To));
            if (from < to)
            {
                edges.Add((from, density));
                edges.Add((to, -density));
                total += density * (to - from);
            }
        }

        var parts = Math.Ceiling(total / rows);
        return parts > 1 ? Cut(range, window, Quantiles(edges, total, parts)) : [range];
    }

    private static List<WindowRange> Cut(WindowRange range, WindowGeometry window, IEnumerable<long> times)
    {
        var pieces = new List<WindowRange>();
        var from = range.From;
        foreach (var time in times)
        {
            var to = window.Align(new WindowRange(time, time)).From;
            if (to - from >= window.Size && range.To - to >= window.Size)
            {
                pieces.Add(new WindowRange(from, to));
                from = to;
            }
        }

        pieces.Add(range with { From = from });
        return pieces;
    }

    /// <summary>The times up to which there are 1/n, 2/n … of all rows.</summary>
    private static IEnumerable<long> Quantiles(List<(long Time, double Density)> edges, double total, double parts)
    {
        edges.Sort();
        var (at, density, sum, part) = (edges[0].Time, 0.0, 0.0, 1.0);
        foreach (var edge in edges)
        {
            var reached = sum + (density * (edge.Time - at));
            for (; part < parts && total / parts * part is var target && target < reached; part++)
            {
                yield return at + (long)((target - sum) / density);
            }

            (at, density, sum) = (edge.Time, density + edge.Density, reached);
        }
    }
}
