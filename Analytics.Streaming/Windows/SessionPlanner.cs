using Analytics.Contracts.Commits;
using Analytics.Contracts.Sql;

namespace Analytics.Streaming.Windows;

/// <summary>
/// Decides where sessions have to be computed: from the start of the oldest one that was open to the watermark, since nothing before it can close,
/// and wherever gold has gained events for closed ones.
/// </summary>
internal static class SessionPlanner
{
    /// <param name="window">The table's sessions.</param>
    /// <param name="closedTo">Sessions that end before this are closed; null while none is.</param>
    /// <param name="openFrom">Sessions that start before this are closed.</param>
    /// <param name="endWasNoted">Whether the table's newest commit says that the input has ended.</param>
    /// <param name="gold">What gold says now.</param>
    /// <param name="added">The event times of the files that gold has gained since the table's newest commit.</param>
    /// <returns>Null when there is nothing to do.</returns>
    public static WindowPlan? Plan(SessionGeometry window, long? closedTo, long? openFrom, bool endWasNoted, GoldProgress gold, IEnumerable<TimeSpread> added)
    {
        var ranges = new List<WindowRange>();
        if (closedTo is { } closed)
        {
            // An event at or after the closed end is in no closed session: no session that had ended before it reaches that far.
            ranges.AddRange(added.Where(spread => spread.First < closed).Select(spread => window.Touched(spread.First, Math.Min(spread.Last, closed - 1))));
        }

        var isDirty = ranges.Count > 0;
        var reached = Reached(window, closedTo, gold);
        var from = openFrom ?? gold.FirstTime;
        if (reached is { } to && from < to && (isDirty || closedTo is null || to > closedTo))
        {
            ranges.Add(new WindowRange(from.Value, to));
            closedTo = to;
        }

        if (reached is { } end)
        {
            ranges = [.. ranges.Select(range => range with { To = Math.Min(range.To, end) }).Where(range => range.From < range.To)];
        }

        var notesEnd = gold.EndOfInput && !endWasNoted;
        return ranges.Count > 0 || notesEnd ? new WindowPlan(WindowRanges.Merge(ranges), closedTo, gold.EndOfInput, isDirty) : null;
    }

    /// <summary>Sessions that end before this are closed: it never moves back.</summary>
    private static long? Reached(SessionGeometry window, long? closedTo, GoldProgress gold)
    {
        var byEnd = gold is { EndOfInput: true, LastTime: { } last } ? last + window.Gap + 1 : (long?)null;
        return new[] { closedTo, gold.Watermark, byEnd }.Max();
    }
}
