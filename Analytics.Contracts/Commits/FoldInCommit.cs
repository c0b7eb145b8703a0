namespace Analytics.Contracts.Commits;

/// <summary>
/// What a fold-in of late events writes into <c>commitInfo.foldIn</c> of <c>staging/events</c>, beside <see cref="IngestCommit"/>: the commit is a batch
/// that reads nothing, and whose rows were counted as late before.
/// </summary>
public sealed record FoldInCommit
{
    /// <summary>The property of <c>commitInfo</c> that holds this record.</summary>
    public const string Key = "foldIn";

    /// <summary>Rows of this commit.</summary>
    public required long Rows { get; init; }

    /// <summary>Late events that were left out because their id is known, or came twice among them.</summary>
    public required long Duplicates { get; init; }

    /// <summary>All late events that this commit and those before it have decided about: none of them is ever folded in again.</summary>
    public required IReadOnlyList<FoldedRange> Decided { get; init; }
}
