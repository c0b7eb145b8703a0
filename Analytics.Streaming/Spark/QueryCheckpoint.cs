using System.Globalization;
using System.Text.Json;

namespace Analytics.Streaming.Spark;

/// <summary>
/// The checkpoint of a streaming query. <c>offsets/N</c> has the lines <c>v1</c>, <c>{"batchWatermarkMs":…,"batchTimestampMs":…,…}</c> and one per source,
/// <c>{"events":{"0":1200,"1":1180}}</c>: where batch N ends. <c>sources/0/0</c> has the offsets at which the first batch begins; <c>metadata</c> the query's id.
/// </summary>
internal sealed class QueryCheckpoint(string folder, string topic)
{
    /// <summary>The query's id; null before the first start.</summary>
    public string? Id
    {
        get
        {
            var file = Path.Combine(folder, "metadata");
            return File.Exists(file) ? JsonElement.Parse(File.ReadAllText(file)).GetProperty("id").GetString() : null;
        }
    }

    /// <summary>Where a batch ends.</summary>
    /// <exception cref="InvalidDataException">The file is missing or not as expected; the message names it.</exception>
    public BatchOffsets Offsets(long batch)
    {
        var file = OffsetsFile(batch);
        if (!Exists(batch))
        {
            throw Damaged(file, "it is missing");
        }

        var lines = File.ReadAllLines(file);
        try
        {
            var batchLine = JsonElement.Parse(lines[1]);
            return lines.Length == 3
                ? new BatchOffsets(
                    Positions(lines[2]),
                    batchLine.GetProperty("batchWatermarkMs").GetInt64() is > 0 and var watermark ? watermark * 1000 : null,
                    batchLine.GetProperty("batchTimestampMs").GetInt64() * 1000)
                : throw Damaged(file, $"it has {lines.Length - 2} sources, not one");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw Damaged(file, error.Message);
        }
    }

    /// <summary>
    /// Where each of some batches ends, as far as the checkpoint still says so: Spark deletes what is older than its newest hundred batches
    /// (<c>spark.sql.streaming.minBatchesToRetain</c>). Records of a batch that is not known are left to the next one, whose late events are then unknown.
    /// </summary>
    /// <param name="first">The first batch.</param>
    /// <param name="last">The last batch.</param>
    public IReadOnlyList<BatchEnd> Ends(long first, long last)
    {
        List<BatchEnd> ends = [];
        var before = first > 0 && Exists(first - 1) ? Offsets(first - 1) : null;
        for (var batch = first; batch <= last; batch++)
        {
            var offsets = Exists(batch) ? Offsets(batch) : null;
            if (offsets is not null)
            {
                // The first batch has none before it: Spark then takes 0 for the watermark.
                ends.Add(new BatchEnd(offsets.Next, before is not null || batch == 0 ? before?.Watermark ?? 0 : null));
            }

            before = offsets;
        }

        return ends;
    }

    /// <summary>Where the first batch begins.</summary>
    /// <exception cref="InvalidDataException">The file is missing or not as expected; the message names it.</exception>
    public IReadOnlyDictionary<int, long> FirstOffsets()
    {
        var file = Path.Combine(folder, "sources", "0", "0");
        try
        {
            // A zero byte and a version line come first (Spark 2.1's format, kept since).
            var text = File.ReadAllText(file);
            return Positions(text[text.IndexOf('{', StringComparison.Ordinal)..]);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw Damaged(file, error.Message);
        }
    }

    private string OffsetsFile(long batch) => Path.Combine(folder, "offsets", batch.ToString(CultureInfo.InvariantCulture));

    private bool Exists(long batch) => File.Exists(OffsetsFile(batch));

    private Dictionary<int, long> Positions(string json) => JsonElement.Parse(json).GetProperty(topic).EnumerateObject()
        .ToDictionary(partition => int.Parse(partition.Name, CultureInfo.InvariantCulture), partition => partition.Value.GetInt64());

    private static InvalidDataException Damaged(string file, string why) => new($"{file}, of the Spark query's checkpoint: {why}.");
}
