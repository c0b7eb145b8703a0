using Analytics.Lake.Log;

namespace Analytics.Tests.Crash;

/// <summary>The part of a table's log that is still there without a gap, up to its end: clean-up takes the oldest versions, but leaves some single ones among them.</summary>
internal static class KeptCommits
{
    /// <summary>The first version from which on none is missing; 0 for a log that was never cleaned up.</summary>
    public static long First(DeltaTable table)
    {
        var first = -1L;
        foreach (var version in table.Versions().OrderDescending())
        {
            if (first >= 0 && version != first - 1)
            {
                break;
            }

            first = version;
        }

        return Math.Max(first, 0);
    }

    /// <summary>Its commits, ascending.</summary>
    public static IEnumerable<DeltaCommit> Of(DeltaTable table)
    {
        for (var version = First(table); table.ReadCommit(version) is { } commit; version++)
        {
            yield return commit;
        }
    }
}
