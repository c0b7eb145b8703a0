using System.Security.Cryptography;
using System.Text;
using Analytics.Contracts.Sql.Spark;
using Analytics.ServiceDefaults.Kafka;
using Analytics.SparkConnect;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Analytics.Streaming.Spark;

/// <summary>
/// The live views: each table's windows while they are open, in the topic <c>TOPIC.TABLE.live</c>, one record for each change of a row. They are provisional:
/// nothing in them has been audited. What becomes of them does not touch ingest.
/// </summary>
internal sealed class SparkLive(IngestSettings settings, SparkSettings spark, KafkaClients kafka, EngineStatus status, ILogger logger, TimeProvider time)
{
    private readonly SparkFolders _folders = new(settings.Lake);
    private readonly List<(string Table, LiveQuery Query)> _queries = [];

    /// <summary>Prepares them over the view <c>deduplicated</c>; the first look starts them.</summary>
    public async Task PrepareAsync(SparkSession session, CancellationToken cancellationToken)
    {
        if (!spark.Live)
        {
            return;
        }

        await session.Sql($"SELECT * FROM deduplicated WHERE {StageColumns.Kind} = '{StageColumns.Accepted}'").CreateViewAsync("accepted", cancellationToken);
        foreach (var table in settings.Pipeline.Tables)
        {
            if (SparkLiveSql.Compile(settings.Pipeline, table, "accepted") is not { } sql)
            {
                logger.LogInformation("{Table} has no live topic: Spark computes sessions when they close", table.Name);
                continue;
            }

            var topic = $"{settings.Pipeline.Source.Topic}.{table.Name}.live";
            await CreateTopicAsync(topic, cancellationToken);
            var write = new StreamWrite
            {
                Format = "kafka",
                QueryName = $"{settings.Pipeline.Name}-{table.Name}-live",
                OutputMode = "update",
                CheckpointLocation = Path.Combine(_folders.Live, Checkpoint(table.Name, sql)),
                Options = SparkKafka.Sink(kafka.Settings, topic),
                Trigger = spark.Trigger,
            };
            _queries.Add((table.Name, new LiveQuery(session.Sql(sql), write, time)));
        }

        DeleteOutdated();
    }

    /// <summary>Starts what does not run, and says what has failed.</summary>
    /// <exception cref="SparkUnavailableException">The server does not answer.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        foreach (var (table, query) in _queries)
        {
            if (await query.WatchAsync(cancellationToken) is { } why && status.NoteFailure($"live view of {table}", EngineStates.SparkFailed, why))
            {
                logger.LogWarning("The live view of {Table} has ended and starts again from its checkpoint: {Message}", table, why);
            }
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var (_, query) in _queries)
        {
            await query.StopAsync(cancellationToken);
        }
    }

    /// <summary>State means something only to the statement that it comes from: another one starts from the first records that there are.</summary>
    private string Checkpoint(string table, string sql) =>
        $"{table}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{sql}\n{settings.Pipeline.Source.Watermark}\n{spark.ShufflePartitions}")).AsSpan(0, 8))}";

    private void DeleteOutdated()
    {
        var used = _queries.Select(query => Path.GetFileName(query.Query.Checkpoint)).ToHashSet();
        foreach (var folder in Directory.Exists(_folders.Live) ? Directory.GetDirectories(_folders.Live) : [])
        {
            if (!used.Contains(Path.GetFileName(folder)))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>With the cluster's number of partitions and replicas; of each row the newest record is kept, for as long as the cluster keeps records.</summary>
    private async Task CreateTopicAsync(string topic, CancellationToken cancellationToken)
    {
        using var admin = kafka.Admin();
        try
        {
            var specification = new TopicSpecification { Name = topic, NumPartitions = -1, ReplicationFactor = -1, Configs = new() { ["cleanup.policy"] = "compact,delete" } };
            await admin.CreateTopicsAsync([specification]).WaitAsync(cancellationToken);
        }
        catch (CreateTopicsException error) when (error.Results.TrueForAll(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // From a run before.
        }
        catch (KafkaException error)
        {
            throw new SourceUnavailableException(EngineStates.WaitingForKafka, $"Topic {topic} can't be made: {error.Error.Reason}");
        }
    }
}
