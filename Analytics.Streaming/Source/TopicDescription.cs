namespace Analytics.Streaming.Source;

/// <summary>A topic as the broker describes it.</summary>
/// <param name="Id">Its id in base64, which a topic of the same name that is made anew does not have (KIP-516); null from a broker without topic ids.</param>
/// <param name="Partitions">How many partitions it has.</param>
internal readonly record struct TopicDescription(string? Id, int Partitions);
