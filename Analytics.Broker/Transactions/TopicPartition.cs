namespace Analytics.Broker.Transactions;

/// <summary>A partition that takes part in a transaction.</summary>
internal readonly record struct TopicPartition(string Topic, int Partition);
