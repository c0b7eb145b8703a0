using System.Collections.Immutable;
using Analytics.Broker.Groups;

namespace Analytics.Broker.Transactions;

/// <summary>All that is known of one transactional id. Immutable: a change is stored first, then it takes the place of the former.</summary>
internal sealed record TransactionMetadata
{
    public const short NoEpoch = -1;

    /// <summary>The highest epoch is kept for fencing: a producer that has reached it gets a new id.</summary>
    public const short LastEpoch = short.MaxValue - 1;

    public required string Id { get; init; }

    public required long ProducerId { get; init; }

    /// <summary>-1 before the first InitProducerId is answered.</summary>
    public short Epoch { get; init; } = NoEpoch;

    /// <summary>The epoch before, when a producer brought it along to have it raised: a repeated request is answered alike (KIP-360).</summary>
    public short FormerEpoch { get; init; } = NoEpoch;

    public TransactionState State { get; init; }

    public int TimeoutMs { get; init; }

    /// <summary>When the ongoing transaction was begun; -1 for none.</summary>
    public long StartedMs { get; init; } = -1;

    public long UpdatedMs { get; init; }

    public ImmutableHashSet<TopicPartition> Partitions { get; init; } = [];

    /// <summary>The groups that take part, with the offsets that a commit gives them.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<TopicPartition, CommittedOffset>> Groups { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<TopicPartition, CommittedOffset>>.Empty;

    public bool IsPrepared => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    public bool IsOngoing => State is TransactionState.Ongoing;

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long DeadlineMs => StartedMs + TimeoutMs;

    /// <summary>In the transaction, which it begins unless it has been.</summary>
    public TransactionMetadata Begin(long now) => this with { State = TransactionState.Ongoing, StartedMs = IsOngoing ? StartedMs : now, UpdatedMs = now };

    public TransactionMetadata WithGroup(string group, IEnumerable<CommittedOffset> offsets)
    {
        var pending = Groups.GetValueOrDefault(group, ImmutableDictionary<TopicPartition, CommittedOffset>.Empty);
        return this with
        {
            Groups = Groups.SetItem(group, pending.SetItems(offsets.Select(offset => KeyValuePair.Create(new TopicPartition(offset.Topic, offset.Partition), offset)))),
        };
    }

    public TransactionMetadata Prepare(bool commit, long now) => this with
    {
        State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
        UpdatedMs = now,
    };

    public TransactionMetadata Complete(long now) => this with
    {
        State = State is TransactionState.PrepareCommit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
        StartedMs = -1,
        UpdatedMs = now,
        Partitions = [],
        Groups = ImmutableDictionary<string, ImmutableDictionary<TopicPartition, CommittedOffset>>.Empty,
    };
}
