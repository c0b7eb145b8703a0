namespace Analytics.Benchmarks.Reference;

/// <summary>The exact answer to the reference job, computed from the generator alone.</summary>
internal sealed class ReferenceAnswer
{
    private const long Minute = 60_000_000;

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Invalid { get; private set; }

    /// <summary>Rows by window start (microseconds), tenant and type.</summary>
    public Dictionary<(long Start, string Tenant, string Type), (long Events, HashSet<int> Users, long Revenue)> Rows { get; } = [];

    public static ReferenceAnswer Of(ReferenceEvents events)
    {
        var answer = new ReferenceAnswer();
        for (var i = 0; i < events.Count; i++)
        {
            if (ReferenceEvents.IsInvalid(i))
            {
                answer.Invalid++;
            }
            else if (ReferenceEvents.IsDuplicate(i))
            {
                answer.Duplicates++;
            }
            else
            {
                answer.Add(events.Event(i));
            }
        }

        return answer;
    }

    /// <summary>The ledger alone, for loads whose rows would not fit into memory.</summary>
    public static (long Accepted, long Duplicates, long Invalid) Count(ReferenceEvents events)
    {
        var (duplicates, invalid) = (0L, 0L);
        for (var i = 0; i < events.Count; i++)
        {
            invalid += ReferenceEvents.IsInvalid(i) ? 1 : 0;
            duplicates += ReferenceEvents.IsDuplicate(i) ? 1 : 0;
        }

        return (events.Count - duplicates - invalid, duplicates, invalid);
    }

    private void Add(ReferenceEvent e)
    {
        Accepted++;
        var key = (e.Time - e.Time % Minute, $"tenant-{e.Tenant}", e.Type);
        var row = Rows.TryGetValue(key, out var found) ? found : (0L, new HashSet<int>(), 0L);
        row.Item2.Add(e.User);
        Rows[key] = (row.Item1 + 1, row.Item2, row.Item3 + (e.Amount ?? 0));
    }
}
