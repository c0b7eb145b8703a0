using System.Globalization;
using System.Text.Json;
using Analytics.Contracts.Commits;

namespace Analytics.Streaming.Spark;

/// <summary>
/// What a query says of its newest batch (StreamingQueryProgress of Spark 4 as JSON): <c>{"runId":"…","batchId":7,"batchDuration":812,"eventTime":{"watermark":"2026-…Z"},
/// "stateOperators":[{"numRowsTotal":9,…}],"sources":[{"numInputRows":300,"processedRowsPerSecond":59.9,…}],…}</c>.
/// </summary>
internal sealed record SparkProgress
{
    /// <summary>The run of the query: a new one after each start.</summary>
    public required string Run { get; init; }

    public required long Batch { get; init; }

    public TimeSpan Duration { get; init; }

    public long InputRecords { get; init; }

    /// <summary>Records a second while the batch was worked on.</summary>
    public double Rate { get; init; }

    /// <summary>Microseconds since the epoch, UTC; null before there is one.</summary>
    public long? Watermark { get; init; }

    /// <summary>Ids that the deduplication remembers, and what they take.</summary>
    public SparkState State { get; init; } = new(0, 0, 0);

    /// <summary>Duplicates that the batch has dropped.</summary>
    public long DroppedDuplicates { get; init; }

    /// <summary>Late events that the batch has dropped.</summary>
    public long DroppedLate { get; init; }

    /// <summary>Reads it; what a version of Spark leaves out is 0.</summary>
    public static SparkProgress Parse(JsonElement json)
    {
        var sources = Objects(json, "sources");
        var states = Objects(json, "stateOperators");
        return new SparkProgress
        {
            Run = json.TryGetProperty("runId", out var run) ? run.GetString() ?? "" : "",
            Batch = Number(json, "batchId"),
            Duration = TimeSpan.FromMilliseconds(Number(json, "batchDuration")),
            InputRecords = sources.Sum(source => Number(source, "numInputRows")),
            Rate = sources.Sum(Speed),
            Watermark = Time(json),
            State = new SparkState(
                states.Sum(state => Number(state, "numRowsTotal")), states.Sum(state => Number(state, "memoryUsedBytes")), states.Sum(state => Custom(state, "rocksdbSstFileSize"))),
            DroppedDuplicates = states.Sum(state => Custom(state, "numDroppedDuplicateRows")),
            DroppedLate = states.Sum(state => Number(state, "numRowsDroppedByWatermark")),
        };
    }

    private static JsonElement[] Objects(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static long Number(JsonElement json, string name) => json.TryGetProperty(name, out var number) && number.TryGetInt64(out var value) ? value : 0;

    private static long Custom(JsonElement state, string name) => state.TryGetProperty("customMetrics", out var custom) ? Number(custom, name) : 0;

    private static double Speed(JsonElement source) =>
        source.TryGetProperty("processedRowsPerSecond", out var speed) && speed.ValueKind == JsonValueKind.Number ? speed.GetDouble() : 0;

    private static long? Time(JsonElement json) =>
        json.TryGetProperty("eventTime", out var times) && times.TryGetProperty("watermark", out var text)
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time > DateTimeOffset.UnixEpoch
            ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : null;
}
