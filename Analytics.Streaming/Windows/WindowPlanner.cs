using Analytics.Contracts.Commits;
using Analytics.Contracts.Sql;

namespace Analytics.Streaming.Windows;

/// <summary>Decides which tumbling or sliding windows of a table have to be computed: those that close, and closed ones that gold has gained events for.</summary>
internal static class WindowPlanner
{
    /// <param name="window">The table's windows.</param>
    /// <param name="closedTo">The end of the last closed window; null while none is.</param>
    /// <param name="endWasNoted">Whether the table's newest commit says that the input has ended.</param>
    /// <param name="gold">What gold says now.</param>
    /// <param name="added">The event times of the files that gold has gained since the table's newest commit.</param>
    /// <returns>Null when there is nothing to do.</returns>
    public static WindowPlan? Plan(WindowGeometry window, long? closedTo, bool endWasNoted, GoldProgress gold, IEnumerable<TimeSpread> added)
    {
        var ranges = new List<WindowRange>();
        if (closedTo is { } closed)
        {
            var firstOpen = window.ClosedStartsBefore(closed);
            foreach (var spread in added)
            {
                var touched = window.Touched(spread.First, spread.Last);
                Add(ranges, touched.From, Math.Min(touched.To, firstOpen));
            }
        }

        var isDirty = ranges.Count > 0;
        var reached = Reached(window, gold);
        var opened = closedTo is { } to ? window.ClosedStartsBefore(to) : gold.FirstTime is { } first ? window.FirstWindowStart(first) : (long?)null;
        if (opened is not null && reached > opened)
        {
            Add(ranges, opened.Value, reached.Value);
            closedTo = reached.Value - window.Every + window.Size;
        }

        var notesEnd = gold.EndOfInput && !endWasNoted;
        return ranges.Count > 0 || notesEnd ? new WindowPlan(WindowRanges.Merge(ranges), closedTo, gold.EndOfInput, isDirty) : null;
    }

    /// <summary>The start of the first window that stays open.</summary>
    private static long? Reached(WindowGeometry window, GoldProgress gold)
    {
        var byWatermark = gold.Watermark is { } watermark ? window.ClosedStartsBefore(watermark) : (long?)null;
        var byEnd = gold is { EndOfInput: true, LastTime: { } last } ? window.LastWindowStart(last) + window.Every : (long?)null;
        return byEnd is null || byWatermark > byEnd ? byWatermark : byEnd;
    }

    private static void Add(List<WindowRange> ranges, long from, long to)
    {
        if (from < to)
        {
            ranges.Add(new WindowRange(from, to));
        }
    }
}
