using Analytics.Contracts.Sql.Spark;
using Analytics.ServiceDefaults.Kafka;
using Analytics.SparkConnect;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.Spark;

/// <summary>
/// The pipeline's streaming query: Kafka, contract, watermark and deduplication, and one file sink for events and dead letters. One query, so that a batch
/// is one set of offsets with all its outcomes.
/// </summary>
internal sealed class SparkQuery(IngestSettings settings, SparkSettings spark, SparkFolders folders, KafkaSettings kafka)
{
    private string QueryName => $"{settings.Pipeline.Name}-events";

    /// <summary>Starts it, from its checkpoint or from the first records that there are. One of its name that still runs is stopped.</summary>
    /// <param name="session">Where.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="first">The first offset of each partition.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public async Task<StreamingQuery> StartAsync(SparkSession session, SparkContract contract, IReadOnlyList<long> first, CancellationToken cancellationToken)
    {
        await session.SetAsync(spark.SessionConf, cancellationToken);
        foreach (var found in (await session.ActiveQueriesAsync(cancellationToken)).Where(query => query.Name == QueryName))
        {
            await found.StopAsync(cancellationToken);
        }

        var source = settings.Pipeline.Source;
        await session.ReadStream("kafka", SparkKafka.Options(kafka, source.Topic, first, spark.MaxOffsetsPerTrigger)).CreateViewAsync("raw", cancellationToken);
        await session.Sql(contract.Sql).CreateViewAsync("checked", cancellationToken);
        var rows = session.Sql(StageColumns.Rows(contract.Columns)).WithWatermark(source.Time, source.Watermark);
        await (source.Id is { } id ? rows.DropDuplicatesWithinWatermark(id, StageColumns.Letter) : rows).CreateViewAsync("deduplicated", cancellationToken);
        return await session.Sql(StageColumns.Written(contract.Columns)).WriteStreamAsync(
            new StreamWrite
            {
                Format = "parquet",
                QueryName = QueryName,
                Path = folders.Stage,
                CheckpointLocation = folders.Checkpoint,
                PartitionBy = [StageColumns.Kind],
                Trigger = spark.Trigger,
            },
            cancellationToken);
    }
}
