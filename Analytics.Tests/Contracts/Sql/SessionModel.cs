namespace Analytics.Tests.Contracts.Sql;

/// <summary>Sessions cut the obvious way: one event after the other.</summary>
internal static class SessionModel
{
    /// <summary>The sessions of one group's events.</summary>
    /// <returns>Start, end and events of each, ascending.</returns>
    public static IEnumerable<(long Start, long End, List<T> Events)> Cut<T>(IEnumerable<T> events, Func<T, long> time, long gap, long maxLength)
    {
        List<List<T>> chains = [];
        foreach (T each in events.OrderBy(time))
        {
            if (chains.Count == 0 || time(each) - time(chains[^1][^1]) > gap)
            {
                chains.Add([]);
            }

            chains[^1].Add(each);
        }

        foreach (List<T> chain in chains)
        {
            if (time(chain[^1]) - time(chain[0]) <= maxLength)
            {
                yield return (time(chain[0]), time(chain[^1]) + gap, chain);
                continue;
            }

            long Day(T each) => (long)Math.Floor((double)time(each) / maxLength);
            foreach (List<T> part in chain.GroupBy(Day).Select(part => part.ToList()))
            {
                bool goesOn = Day(part[0]) != Day(chain[^1]);
                yield return (time(part[0]), goesOn ? (Day(part[0]) + 1) * maxLength : time(part[^1]) + gap, part);
            }
        }
    }
}
