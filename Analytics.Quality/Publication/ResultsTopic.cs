using System.Text;
using System.Text.Json.Nodes;
using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.Quality.Publication;

/// <summary>
/// Publishes settlements to the topic <c>quality.results</c>, one record per table and interval, key = table; at least once, gold_version identifies a repeat.
/// <code>{"pipeline":"saas","table":"events","gold_version":7,"first_batch":3,"last_batch":9,"settlements":5,"rows":{"gold":100,"quarantined":0},"success":true,"expectations":[…]}</code>
/// </summary>
internal sealed class ResultsTopic(KafkaClients clients) : IResultsTopic, IDisposable
{
    public const string Name = "quality.results";

    private static readonly ProducerConfig Config = new() { EnableIdempotence = true, LingerMs = 5, MessageTimeoutMs = 10_000 };

    private IProducer<byte[], byte[]>? _producer;

    public async Task PublishAsync(string pipeline, string table, IReadOnlyList<PublishedSettlement> settlements, CancellationToken cancellationToken)
    {
        _producer ??= clients.Producer(Config).Build();
        var message = new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(table),
            Value = Encoding.UTF8.GetBytes(Summary(pipeline, table, settlements).ToJsonString()),
        };
        await _producer.ProduceAsync(Name, message, cancellationToken);
    }

    internal static JsonObject Summary(string pipeline, string table, IReadOnlyList<PublishedSettlement> settlements)
    {
        var verdicts = settlements.SelectMany(settlement => settlement.Audit.Verdicts.Select(verdict => (settlement, verdict)));
        return new JsonObject
        {
            ["pipeline"] = pipeline,
            ["table"] = table,
            ["gold_version"] = settlements[^1].GoldVersion,
            ["first_batch"] = settlements[0].Audit.FirstBatch,
            ["last_batch"] = settlements[^1].Audit.LastBatch,
            ["settled_at"] = DateTimeOffset.FromUnixTimeMilliseconds(settlements[^1].SettledAt).ToString("O"),
            ["settlements"] = settlements.Count,
            ["rows"] = new JsonObject
            {
                ["gold"] = settlements.Sum(settlement => settlement.Audit.Rows.Gold),
                ["quarantined"] = settlements.Sum(settlement => settlement.Audit.Rows.Quarantined),
            },
            ["success"] = settlements.All(settlement => settlement.Audit.Verdicts.All(verdict => verdict.Success)),
            ["expectations"] = new JsonArray([.. verdicts.GroupBy(pair => pair.verdict.Index).OrderBy(group => group.Key).Select(Expectation)]),
        };
    }

    public void Dispose() => _producer?.Dispose();

    /// <summary>One expectation over all settlements, with the last result that failed.</summary>
    private static JsonNode Expectation(IGrouping<int, (PublishedSettlement Settlement, Contracts.Commits.Verdict Verdict)> group)
    {
        var last = group.Last().Verdict;
        var failed = group.Where(pair => !pair.Verdict.Success).ToArray();
        var shown = failed.Length == 0 ? null : failed[^1].Settlement.Failures.GetValueOrDefault(group.Key);
        return new JsonObject
        {
            ["index"] = last.Index,
            ["type"] = last.Type,
            ["column"] = last.Column,
            ["severity"] = last.Severity,
            ["success"] = failed.Length == 0,
            ["failed_settlements"] = failed.Length,
            ["unexpected_count"] = group.Sum(pair => pair.Verdict.UnexpectedCount),
            ["last_failure"] = shown is null ? null : JsonNode.Parse(shown),
        };
    }
}
