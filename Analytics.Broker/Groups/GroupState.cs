namespace Analytics.Broker.Groups;

/// <summary>The states of the classic group protocol; the names are what DescribeGroups shows.</summary>
internal enum GroupState
{
    /// <summary>No members; the committed offsets stay.</summary>
    Empty,

    /// <summary>Waiting for all members to join the next generation.</summary>
    PreparingRebalance,

    /// <summary>Waiting for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member has its assignment.</summary>
    Stable,

    /// <summary>No such group, or it was just removed.</summary>
    Dead,
}
