namespace Analytics.Contracts.Commits;

/// <summary>Late events that have been folded in or left out as duplicates: those of a time range that stand before certain offsets.</summary>
/// <param name="From">First event time, microseconds since the epoch, UTC.</param>
/// <param name="To">End of the range, exclusive.</param>
/// <param name="Offsets">By partition: the offset of the first record that had not been read then.</param>
public sealed record FoldedRange(long From, long To, IReadOnlyList<long> Offsets)
{
    /// <summary>Whether everything of the other range is in this one.</summary>
    public bool Covers(FoldedRange other) =>
        From <= other.From && To >= other.To && Offsets.Count >= other.Offsets.Count && other.Offsets.Zip(Offsets).All(pair => pair.First <= pair.Second);
}
