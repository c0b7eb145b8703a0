using System.Text;
using System.Text.Json.Nodes;
using Analytics.Contracts.Registry;
using Analytics.Contracts.Wire;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.Tests.Crash;

/// <summary>Versions of the events' schema in the platform's registry, and records of each.</summary>
internal sealed class EvolvingTopic(DrillPlatform platform) : IDisposable
{
    private const string Subject = "events-value";

    private readonly HttpClient _http = new() { BaseAddress = platform.RegistryAddress };
    private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(
        new ProducerConfig { BootstrapServers = platform.BootstrapServers, EnableIdempotence = true }).Build();

    public async Task CreateAsync(int partitions)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = DrillPlatform.Topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    /// <summary>The first version's text with other or further properties.</summary>
    public string Schema(params (string Name, string Definition)[] properties)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(platform.Pipeline, "schemas", "event.v1.json")))!;
        foreach (var (name, definition) in properties)
        {
            schema["properties"]![name] = JsonNode.Parse(definition);
        }

        return schema.ToJsonString();
    }

    public Task<int> RegisterAsync(string schema) => new SchemaRegistryClient(_http).RegisterAsync(Subject, schema, platform.Deadline);

    /// <summary>Lets the subject have versions that do not fit each other.</summary>
    public async Task AllowAnythingAsync()
    {
        using var body = new StringContent("""{"compatibility":"NONE"}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PutAsync(new Uri($"config/{Subject}", UriKind.Relative), body, platform.Deadline);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Sends events of now to all partitions; acknowledged when it returns.</summary>
    public async Task SendAsync(int schema, int count, params (string Name, string Json)[] properties)
    {
        var sent = new List<Task>();
        for (var number = 0; number < count; number++)
        {
            var record = new JsonObject
            {
                ["event_id"] = Guid.NewGuid().ToString(),
                ["event_time"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
                ["tenant_id"] = "acme",
                ["user_id"] = $"u-{number + 1}",
                ["event_type"] = "click",
                ["session_id"] = "s-1",
                ["country"] = "DE",
                ["context"] = new JsonObject { ["device"] = "phone", ["app_version"] = "1.0.0" },
            };
            foreach (var (name, json) in properties)
            {
                record[name] = JsonNode.Parse(json);
            }

            var value = ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(record.ToJsonString()));
            sent.Add(_producer.ProduceAsync(new TopicPartition(DrillPlatform.Topic, number % 3), new Message<byte[], byte[]> { Value = value }, platform.Deadline));
        }

        await Task.WhenAll(sent);
    }

    public void Dispose()
    {
        _producer.Dispose();
        _http.Dispose();
    }
}
