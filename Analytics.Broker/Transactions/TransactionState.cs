namespace Analytics.Broker.Transactions;

/// <summary>Where a transaction is; the names are what DescribeTransactions shows, the numbers are stored.</summary>
internal enum TransactionState : sbyte
{
    /// <summary>The producer has its id, and nothing was begun.</summary>
    Empty = 0,

    /// <summary>Partitions or groups take part.</summary>
    Ongoing = 1,

    /// <summary>Decided: the markers are being written, and after a crash are written again.</summary>
    PrepareCommit = 2,

    /// <summary>Decided the other way.</summary>
    PrepareAbort = 3,

    /// <summary>All markers are written.</summary>
    CompleteCommit = 4,

    /// <summary>All markers are written.</summary>
    CompleteAbort = 5,
}
