using System.Collections.Frozen;

namespace Analytics.Producer.Truth;

/// <summary>Counts what was sent, by kind and partition: the truth that the platform's ledger must arrive at.</summary>
internal sealed class GroundTruth(int partitions)
{
    private static readonly EventKind[] Kinds = Enum.GetValues<EventKind>();

    private static readonly FrozenDictionary<EventKind, string> Names = Kinds.ToFrozenDictionary(
        kind => kind, kind => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));

    private readonly long[][] _counts = [.. Enumerable.Range(0, partitions).Select(_ => new long[Kinds.Length])];

    public void Count(EventKind kind, int partition) => Interlocked.Increment(ref _counts[partition][(int)kind]);

    /// <summary>Records of a kind over all partitions.</summary>
    public long Of(EventKind kind) => _counts.Sum(counts => Volatile.Read(ref counts[(int)kind]));

    /// <summary>Records of all kinds in a partition.</summary>
    public long SentTo(int partition) => _counts[partition].Sum();

    /// <summary>Records by kind; kinds that never came are left out.</summary>
    public SortedDictionary<string, long> ByKind() => Collect(Of);

    /// <summary>Records of a partition by kind; kinds that never came are left out.</summary>
    public SortedDictionary<string, long> ByKind(int partition) => Collect(kind => _counts[partition][(int)kind]);

    /// <summary>The outcomes that the pipeline must come to.</summary>
    /// <param name="hasId">Whether events have an id: without one nothing is a duplicate.</param>
    public ExpectedOutcome Expect(bool hasId)
    {
        var duplicates = Of(EventKind.Duplicate);
        return new ExpectedOutcome(
            Of(EventKind.Event) + Of(EventKind.Disordered) + (hasId ? 0 : duplicates),
            hasId ? duplicates : 0,
            Of(EventKind.Late),
            Kinds.Where(kind => kind >= EventKind.BadMagic).Sum(Of));
    }

    private static SortedDictionary<string, long> Collect(Func<EventKind, long> count)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var kind in Kinds)
        {
            if (count(kind) is var number and > 0)
            {
                counts.Add(Names[kind], number);
            }
        }

        return counts;
    }
}
