using System.Text.Json.Nodes;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Spark;

namespace Analytics.Streaming.Status;

/// <summary>The service's own endpoints.</summary>
internal static class StatusEndpoints
{
    public static void MapStatusEndpoints(this WebApplication app)
    {
        app.MapGet("/status", (EngineStatus status, IngestSettings settings) => Describe(status, settings));
        app.MapPost("/control/end-of-input", (EndOfInputRequest request, EngineStatus status, IngestSettings settings) =>
        {
            request.Post();
            return Results.Accepted("/status", Describe(status, settings));
        });
    }

    /// <summary>Built by hand: serialized by reflection, the first answer costs the start some hundred methods compiled.</summary>
    private static JsonObject Describe(EngineStatus status, IngestSettings settings)
    {
        var progress = status.Progress;
        var totals = progress.State.Totals;
        return new JsonObject
        {
            ["state"] = status.State,
            ["detail"] = status.Detail,
            ["since"] = status.Since,
            ["pipeline"] = settings.Pipeline.Name,
            ["topic"] = settings.Pipeline.Source.Topic,
            ["pid"] = Environment.ProcessId,
            ["memory_bytes"] = Environment.WorkingSet,
            ["batch"] = progress.State.NextBatch - 1,
            ["watermark"] = Time(progress.State.Watermark),
            ["end_of_input"] = progress.State.EndOfInput,
            ["lag"] = progress.Lag.Sum(),
            ["records_per_second"] = Math.Round(progress.Rate),
            ["last_batch_records"] = progress.LastBatchRecords,
            ["last_batch_ms"] = Milliseconds(progress.LastBatchTimes),
            ["total_ms"] = Milliseconds(progress.Times),
            ["windows_ms"] = Math.Round(status.WindowTime.TotalMilliseconds),
            ["dedup"] = new JsonObject
            {
                ["ids"] = progress.DedupIds,
                ["bytes"] = progress.DedupBytes,
                ["limit"] = settings.DedupBytes,
                ["limited"] = progress.IsDedupLimited,
            },
            ["spark"] = Describe(progress.Spark),
            ["failures"] = new JsonArray([.. status.Failures.Select(Describe)]),
            ["consumed"] = totals.Consumed,
            ["accepted"] = totals.Accepted,
            ["duplicate"] = totals.Duplicate,
            ["late"] = totals.Late,
            ["folded_in"] = progress.State.Partitions.Sum(partition => partition.FoldedIn),
            ["dead_lettered"] = totals.DeadLettered,
            ["partitions"] = new JsonArray([.. progress.State.Partitions.Select(partition => Describe(partition, progress.Lag))]),
        };
    }

    private static JsonObject Describe(PartFailure failure) => new() { ["part"] = failure.Part, ["state"] = failure.State, ["detail"] = failure.Detail, ["at"] = failure.At };

    private static JsonObject Describe(PartitionState partition, IReadOnlyList<long?> lag) => new()
    {
        ["partition"] = partition.Partition,
        ["next_offset"] = partition.NextOffset,
        ["lag"] = partition.Partition < lag.Count ? lag[partition.Partition] : null,
        ["max_event_time"] = Time(partition.MaxEventTime),
        ["idle"] = partition.Idle,
    };

    private static JsonObject? Describe(SparkProgress? spark) => spark is null ? null : new()
    {
        ["run"] = spark.Run,
        ["batch"] = spark.Batch,
        ["batch_ms"] = spark.Duration.TotalMilliseconds,
        ["input_records"] = spark.InputRecords,
        ["watermark"] = Time(spark.Watermark),
        ["state_rows"] = spark.State.Rows,
        ["state_bytes"] = spark.State.MemoryBytes,
        ["state_disk_bytes"] = spark.State.DiskBytes,
        ["dropped_duplicates"] = spark.DroppedDuplicates,
        ["dropped_late"] = spark.DroppedLate,
    };

    private static JsonObject Milliseconds(BatchTimes times) => new()
    {
        ["fetch"] = Math.Round(times.Fetch.TotalMilliseconds),
        ["parse"] = Math.Round(times.Parse.TotalMilliseconds),
        ["decide"] = Math.Round(times.Decide.TotalMilliseconds),
        ["write"] = Math.Round(times.Write.TotalMilliseconds),
    };

    private static DateTime? Time(long? microseconds) =>
        microseconds is { } value ? DateTime.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond) : null;
}
