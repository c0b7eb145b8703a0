using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Analytics.Benchmarks.Processes;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.Benchmarks.Reference;

/// <summary>Fills the reference topic: record i goes to partition i % 6, in order.</summary>
internal static class TopicLoader
{
    public const string Topic = "reference";
    public const int Partitions = 6;

    /// <summary>Registers the schema and creates the topic.</summary>
    /// <returns>The schema's id.</returns>
    public static async Task<int> PrepareAsync(PlatformProcesses platform, CancellationToken cancellationToken)
    {
        var id = await RegisterAsync(platform.Registry, cancellationToken).ConfigureAwait(false);
        await CreateTopicAsync(platform.BootstrapServers).ConfigureAwait(false);
        return id;
    }

    /// <summary>Registers the schema: 1 is its id in an empty registry.</summary>
    public static async Task<int> RegisterAsync(Uri registry, CancellationToken cancellationToken)
    {
        var schemaFile = Path.Combine(PlatformProcesses.ReferencePipeline, "schemas", "event.v1.json");
        using var http = new HttpClient { BaseAddress = registry };
        var body = new JsonObject { ["schemaType"] = "JSON", ["schema"] = await File.ReadAllTextAsync(schemaFile, cancellationToken).ConfigureAwait(false) };
        using var response = await http.PostAsJsonAsync(new Uri("subjects/reference-value/versions", UriKind.Relative), body, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken).ConfigureAwait(false);
        return (int)answer!["id"]!;
    }

    public static async Task CreateTopicAsync(string bootstrapServers)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = Partitions, ReplicationFactor = 1 }]).ConfigureAwait(false);
    }

    /// <summary>Sends the records [from, to), paced when <paramref name="perSecond"/> is given; <paramref name="progress"/> counts them.</summary>
    public static async Task LoadAsync(string bootstrapServers, ReferenceEvents events, int from, int to, int schemaId, int? perSecond, CancellationToken cancellationToken, Progress? progress = null)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            LingerMs = perSecond is null ? 20 : 2,
            BatchSize = 1 << 20,
            CompressionType = CompressionType.Lz4,
            EnableIdempotence = true,
            QueueBufferingMaxMessages = 1_000_000,
            QueueBufferingMaxKbytes = 1 << 19,
        }).Build();
        var failures = 0;
        var started = TimeProvider.System.GetTimestamp();
        var buffer = new byte[1024];
        for (var i = from; i < to; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var value = buffer.AsSpan(0, events.Write(i, schemaId, buffer)).ToArray();
            while (true)
            {
                try
                {
                    producer.Produce(new TopicPartition(Topic, i % Partitions), new Message<Null, byte[]> { Value = value }, report =>
                    {
                        if (report.Error.IsError)
                        {
                            Interlocked.Increment(ref failures);
                        }
                    });
                    break;
                }
                catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Poll(TimeSpan.FromMilliseconds(50));
                }
            }

            if (progress is not null)
            {
                progress.Records = i - from + 1;
            }

            if (perSecond is { } rate && (i - from) % 50 == 0)
            {
                var ahead = TimeSpan.FromSeconds((double)(i - from) / rate) - TimeProvider.System.GetElapsedTime(started);
                if (ahead > TimeSpan.FromMilliseconds(2))
                {
                    await Task.Delay(ahead, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        producer.Flush(cancellationToken);
        if (failures > 0)
        {
            throw new InvalidOperationException($"{failures} records were not delivered.");
        }
    }
}
