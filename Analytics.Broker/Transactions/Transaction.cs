namespace Analytics.Broker.Transactions;

/// <summary>The current state of one transactional id, and the lock under which it changes: a producer's requests are few and in turn.</summary>
internal sealed class Transaction(TransactionMetadata metadata)
{
    private TransactionMetadata _metadata = metadata;

    public Lock Lock { get; } = new();

    public TransactionMetadata Metadata
    {
        get => Volatile.Read(ref _metadata);
        set => Volatile.Write(ref _metadata, value);
    }
}
