namespace Analytics.Contracts.Commits;

/// <summary>
/// The first line of the ledger, cumulative since the pipeline began. Unit: records.
/// A class, as the others in commits are: serializers of value types are compiled at every start.
/// </summary>
/// <param name="Consumed">Records counted at the fetch. Always the sum of the other four.</param>
/// <param name="Accepted">Valid, on time and not seen before.</param>
/// <param name="Duplicate">Valid, but its id was accepted before.</param>
/// <param name="Late">Valid, but older than the partition's watermark.</param>
/// <param name="DeadLettered">Invalid: see the dead letter's reason.</param>
public sealed record EventCounts(long Consumed, long Accepted, long Duplicate, long Late, long DeadLettered)
{
    /// <summary>No records.</summary>
    public static EventCounts None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>True when every consumed record has exactly one outcome.</summary>
    public bool IsBalanced => Consumed == Accepted + Duplicate + Late + DeadLettered;

    /// <summary>Adds two counts, outcome by outcome.</summary>
    public static EventCounts operator +(EventCounts left, EventCounts right) => new(
        left.Consumed + right.Consumed,
        left.Accepted + right.Accepted,
        left.Duplicate + right.Duplicate,
        left.Late + right.Late,
        left.DeadLettered + right.DeadLettered);
}
