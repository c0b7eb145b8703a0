using Analytics.Contracts.Commits;

namespace Analytics.Contracts.Sql;

/// <summary>Sets of window starts.</summary>
public static class WindowRanges
{
    /// <summary>The ranges in ascending order, those that touch as one, those that are empty left out.</summary>
    public static List<WindowRange> Merge(IEnumerable<WindowRange> ranges)
    {
        List<WindowRange> merged = [];
        foreach (WindowRange range in ranges.Where(range => range.From < range.To).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To)
            {
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, range.To) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    /// <summary>What is left of ascending ranges without another one.</summary>
    public static List<WindowRange> Without(IEnumerable<WindowRange> ranges, WindowRange taken) =>
    [
        .. ranges
            .SelectMany(range => new[] { range with { To = Math.Min(range.To, taken.From) }, range with { From = Math.Max(range.From, taken.To) } })
            .Where(range => range.From < range.To),
    ];
}
