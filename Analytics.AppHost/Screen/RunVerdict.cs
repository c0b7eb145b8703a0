using Analytics.AppHost.Options;

namespace Analytics.AppHost.Screen;

/// <summary>Decides when a ledger is the last one of a run, and what is wrong with it.</summary>
internal static class RunVerdict
{
    /// <summary>
    /// Whether nothing more will change. An end of input alone may be that of an earlier run on the same data: it counts only together with offsets,
    /// since later records void it.
    /// </summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="ends">The end offset of each partition, by partition, read after the last record was sent.</param>
    public static bool IsFinal(LedgerSnapshot ledger, IReadOnlyDictionary<int, long> ends) =>
        ledger is { EndOfInput: true, Settled: true }
        && ends.All(end => end.Value == 0 || (ledger.Partitions.FirstOrDefault(p => p.Partition == end.Key) is { } partition && partition.NextOffset >= end.Value));

    /// <summary>What is wrong, one plain line each; nothing when every event is accounted for.</summary>
    /// <param name="ledger">The final ledger.</param>
    /// <param name="sent">The producer's account; null without a producer.</param>
    /// <param name="platform">What ran.</param>
    public static IEnumerable<string> Complaints(LedgerSnapshot ledger, SentEvents? sent, PlatformSettings platform)
    {
        // Offsets of a foreign cluster may have gaps (transactions, compaction, retention): there only what was acknowledged is known.
        var isOwnLog = platform.ExternalKafka is null;
        if (sent is not null && isOwnLog && sent.Arrived != sent.Acknowledged)
        {
            yield return $"The broker acknowledged {LedgerText.Count(sent.Acknowledged)} events of this run, but the topic holds {LedgerText.Count(sent.Arrived)} of them.";
        }

        if (sent is not null && isOwnLog && ledger.Consumed != sent.InTopic)
        {
            yield return $"The topic holds {LedgerText.Count(sent.InTopic)} events, but {LedgerText.Count(ledger.Consumed)} were consumed: {Difference(ledger.Consumed - sent.InTopic)}.";
        }

        if (sent is not null && ledger.Consumed < sent.Acknowledged)
        {
            yield return $"The broker acknowledged {LedgerText.Count(sent.Acknowledged)} events of this run, but only {LedgerText.Count(ledger.Consumed)} were consumed.";
        }

        if (!ledger.Balanced)
        {
            yield return "The ledger does not balance.";
        }

        if (ledger.Quarantined > 0)
        {
            yield return $"{LedgerText.Count(ledger.Quarantined)} rows are quarantined.";
        }
    }

    private static string Difference(long more) => more < 0 ? $"{LedgerText.Count(-more)} are lost" : $"{LedgerText.Count(more)} too many";
}
