namespace Analytics.Producer.Truth;

/// <summary>
/// The file that <c>--ledger</c> names. <c>expected</c> is there for simulated events only: what a file's rows are worth is for the pipeline to say.
/// <code>
/// {"pipeline":"saas","topic":"events","source":"simulation","seed":7,"sent":1000,"acknowledged":1000,"failed":0,"complete":true,
///  "kinds":{"duplicate":20,"event":975,"null_value":5},"expected":{"accepted":975,"duplicate":20,"late":0,"dead_lettered":5},
///  "partitions":[{"partition":0,"sent":170,"kinds":{...}}]}
/// </code>
/// </summary>
internal sealed record TruthLedger
{
    public required string Pipeline { get; init; }

    public required string Topic { get; init; }

    public required string Source { get; init; }

    public int? Seed { get; init; }

    public required long Sent { get; init; }

    public required long Acknowledged { get; init; }

    public required long Failed { get; init; }

    /// <summary>Whether everything that was to be sent has been sent and acknowledged.</summary>
    public required bool Complete { get; init; }

    public required IReadOnlyDictionary<string, long> Kinds { get; init; }

    public ExpectedOutcome? Expected { get; init; }

    public required IReadOnlyList<PartitionTruth> Partitions { get; init; }
}
