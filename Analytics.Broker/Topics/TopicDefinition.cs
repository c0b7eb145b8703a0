namespace Analytics.Broker.Topics;

/// <summary>What is stored of a topic in its <c>topic.json</c>.</summary>
/// <param name="Id">Tells a topic from an earlier one of the same name (KIP-516).</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Configs">The configs set on it.</param>
internal sealed record TopicDefinition(Guid Id, int Partitions, IReadOnlyDictionary<string, string> Configs);
